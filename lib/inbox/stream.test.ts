import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAT_EVENT_BYTES, formatCursor, parseCursor, SYNC_PAGE, SYNC_RESET_AFTER } from './stream';

test('a cursor reads back as it was written', () => {
  const epoch = fc.stringMatching(/^[a-z0-9]{1,40}$/);
  fc.assert(
    fc.property(epoch, fc.maxSafeNat(), (epoch, seq) => {
      expect(parseCursor(formatCursor({ epoch, seq }))).toEqual({ epoch, seq });
    }),
  );
});

test('whatever is taken as a cursor is written back as it came: there is one text for each', () => {
  const nearly = fc.stringMatching(/^[a-z0-9A.]{1,2}\.[0-9]{0,3}[0-9+.e-]?\n?$/);
  let taken = 0;
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string()), (text) => {
      const cursor = parseCursor(text);
      if (cursor === null) return;
      taken += 1;
      expect(formatCursor(cursor)).toBe(text);
      expect(Number.isSafeInteger(cursor.seq)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
  expect(taken).toBeGreaterThan(20);
});

test('the number is at most the largest that JavaScript counts exactly', () => {
  expect(parseCursor('e1.9007199254740991')).toEqual({ epoch: 'e1', seq: Number.MAX_SAFE_INTEGER });
  expect(parseCursor('e1.9007199254740992')).toBeNull();
  expect(parseCursor('e1.9999999999999999')).toBeNull();
});

test.each([
  ['nothing', ''],
  ['no number', 'e1.'],
  ['no epoch', '.5'],
  ['no dot', 'e15'],
  ['a sign', 'e1.-5'],
  ['a plus', 'e1.+5'],
  ['a leading zero', 'e1.05'],
  ['a fraction', 'e1.5.5'],
  ['an exponent', 'e1.1e3'],
  ['hexadecimal', 'e1.0x5'],
  ['a space', 'e1. 5'],
  ['a line break at the end', 'e1.5\n'],
  ['upper case', 'E1.5'],
  ['a dash in the epoch', 'e-1.5'],
  ['Arabic digits', 'e1.٥'],
  ['too long an epoch', `${'e'.repeat(41)}.5`],
  ['too long a number', `e1.1${'0'.repeat(16)}`],
  ['a megabyte', `e1.${'1'.repeat(1_000_000)}`],
])('%s is no cursor', (_, text) => {
  expect(parseCursor(text)).toBeNull();
});

test('the bounds fit each other: a page is no longer than what is reset, an event fits a hosted service', () => {
  expect(SYNC_PAGE).toBeLessThanOrEqual(SYNC_RESET_AFTER);
  expect(FAT_EVENT_BYTES).toBeLessThan(10_000);
});
