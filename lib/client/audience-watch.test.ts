import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AudienceQuestion, createAudienceWatch, PAUSE_MS } from './audience-watch';
import { browserClock } from './clock';
import type { Answer } from './request';
import type { AudienceReport } from './sending';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const question = (role: 'member' | 'sender'): AudienceQuestion => ({
  audience: { kind: 'role', role },
  category: 'general',
  severity: 'info',
});
const report = (count: number): Answer<AudienceReport> => ({
  ok: true,
  value: { count, online: null, muted: 0, busy: 0, examples: [] },
});
const lost: Answer<AudienceReport> = {
  ok: false,
  problem: { code: 'unreachable', status: null, detail: 'No line.', errors: [], facts: {} },
};

function watched() {
  const asked: {
    question: AudienceQuestion;
    signal: AbortSignal;
    answer: (answer: Answer<AudienceReport>) => void;
  }[] = [];
  const watch = createAudienceWatch({
    ask: (question, signal) => new Promise((answer) => void asked.push({ question, signal, answer })),
    clock: browserClock,
  });
  return { watch, asked };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

test('it asks once, a moment after the last change', async () => {
  const { watch, asked } = watched();
  watch.look(question('member'));
  await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
  watch.look(question('sender'));
  await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
  expect(asked).toEqual([]);
  expect(watch.getSnapshot()).toEqual({ kind: 'counting' });
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.map((one) => one.question)).toEqual([question('sender')]);
  asked[0]?.answer(report(7));
  await settle();
  expect(watch.getSnapshot()).toMatchObject({ kind: 'report', report: { count: 7 } });
});

test('a number of another audience is never shown, however late it comes', async () => {
  const { watch, asked } = watched();
  watch.look(question('member'));
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  watch.look(question('sender'));
  expect(asked[0]?.signal.aborted).toBe(true);
  asked[0]?.answer(report(100));
  await settle();
  expect(watch.getSnapshot()).toEqual({ kind: 'counting' });
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  asked[1]?.answer(report(7));
  await settle();
  expect(watch.getSnapshot()).toMatchObject({ report: { count: 7 } });
});

test('the same question again asks nothing, and the number stays', async () => {
  const { watch, asked } = watched();
  watch.look(question('member'));
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  asked[0]?.answer(report(3));
  await settle();
  watch.look(question('member'));
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(asked).toHaveLength(1);
  expect(watch.getSnapshot()).toMatchObject({ kind: 'report' });
});

test('what cannot be asked shows no number', async () => {
  const { watch, asked } = watched();
  watch.look(question('member'));
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  watch.look(null);
  asked[0]?.answer(report(3));
  await settle();
  expect(watch.getSnapshot()).toEqual({ kind: 'nothing' });
});

test('after a lost answer it says so, and asks again when told to', async () => {
  const { watch, asked } = watched();
  watch.look(question('member'));
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  asked[0]?.answer(lost);
  await settle();
  expect(watch.getSnapshot()).toMatchObject({ kind: 'problem', problem: { detail: 'No line.' } });
  watch.again();
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  asked[1]?.answer(report(3));
  await settle();
  expect(watch.getSnapshot()).toMatchObject({ report: { count: 3 } });
});

test('a page that went away hears nothing more, and one that comes back asks anew', async () => {
  const { watch, asked } = watched();
  watch.look(question('member'));
  watch.stop();
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(asked).toEqual([]);
  watch.look(question('member'));
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(asked).toHaveLength(1);
});
