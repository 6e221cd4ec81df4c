import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sendingAgainAt, tooManySendings } from './sending-limits';

const NOW = 1_000_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const USUAL = { perMinute: 1, perHour: 10 };

test('who has sent nothing may send', () => {
  expect(sendingAgainAt([], USUAL, NOW)).toBeNull();
});

test('a second broadcast waits until a minute after the first, to the millisecond', () => {
  const first = NOW - MINUTE + 1;
  expect(sendingAgainAt([first], USUAL, NOW)).toBe(NOW + 1);
  expect(sendingAgainAt([first], USUAL, NOW + 1)).toBeNull();
});

test('the eleventh of an hour waits until the first is an hour old', () => {
  const ten = Array.from({ length: 10 }, (_, index) => NOW - (index + 1) * 5 * MINUTE);
  expect(sendingAgainAt(ten.slice(0, 9), USUAL, NOW)).toBeNull();
  expect(sendingAgainAt(ten, USUAL, NOW)).toBe(NOW - 50 * MINUTE + HOUR);
});

test('the later of the two limits counts', () => {
  const ten = [NOW - 1_000, ...Array.from({ length: 9 }, () => NOW - HOUR + 2_000)];
  expect(sendingAgainAt(ten, USUAL, NOW)).toBe(NOW + 59_000);
});

test('0 is no limit', () => {
  const many = Array.from({ length: 100 }, () => NOW);
  expect(sendingAgainAt(many, { perMinute: 0, perHour: 0 }, NOW)).toBeNull();
  expect(sendingAgainAt(many, { perMinute: 0, perHour: 101 }, NOW)).toBeNull();
  expect(sendingAgainAt(many, { perMinute: 0, perHour: 100 }, NOW)).toBe(NOW + HOUR);
});

test('who waits as they are told may send, and no window ever holds more than its limit', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 20 * MINUTE }), { maxLength: 60 });
  const limits = fc.record({
    perMinute: fc.integer({ min: 0, max: 4 }),
    perHour: fc.integer({ min: 0, max: 12 }),
  });
  fc.assert(
    fc.property(gaps, limits, (waits, allowed) => {
      let now = NOW;
      let sent: number[] = [];
      for (const wait of waits) {
        now += wait;
        const again = sendingAgainAt(sent, allowed, now);
        if (again !== null) {
          expect(again).toBeGreaterThan(now);
          expect(sendingAgainAt(sent, allowed, again - 1)).not.toBeNull();
          expect(sendingAgainAt(sent, allowed, again)).toBeNull();
          now = again;
        }
        sent = [now, ...sent];
      }
      for (const at of sent) {
        const within = (ms: number) => sent.filter((other) => other > at - ms && other <= at).length;
        if (allowed.perMinute > 0) expect(within(MINUTE)).toBeLessThanOrEqual(allowed.perMinute);
        if (allowed.perHour > 0) expect(within(HOUR)).toBeLessThanOrEqual(allowed.perHour);
      }
    }),
  );
});

test('the refusal says how long to wait, and never “0 seconds”', () => {
  const refusal = (again: number) => tooManySendings(again, { act: 'send', now: NOW });
  expect(refusal(NOW + 1)).toMatchObject({
    code: 'too_many',
    facts: { retryAfterSeconds: 1 },
    message: expect.stringContaining('again in 1 second.'),
  });
  expect(refusal(NOW + 42_000).message).toContain('in 42 seconds.');
  expect(refusal(NOW + MINUTE).message).toContain('in 1 minute.');
  expect(refusal(NOW + MINUTE + 1).message).toContain('in 2 minutes.');
});

test('the refusal of an edit says why it is one, and that a silent one need not wait', () => {
  const refused = tooManySendings(NOW + 42_000, { act: 'edit', now: NOW });
  expect(refused).toMatchObject({ code: 'too_many', facts: { retryAfterSeconds: 42 } });
  expect(refused.message).toBe(
    'You have sent as many broadcasts as one person may for now, and marking one as unread again counts as one. ' +
      'You can do that again in 42 seconds, or save without it now.',
  );
});
