import { expect, test } from 'vitest';
import {
  arriveOn,
  BURST_MS,
  isWorthToast,
  keepOnly,
  NO_TOASTS,
  nextEnd,
  passed,
  STAYS_MS,
  startOver,
  type ToastStack,
} from './toast-stack';

const warning = (id: string) => ({ id, severity: 'warning' }) as const;
const critical = (id: string) => ({ id, severity: 'critical' }) as const;
const keys = ({ shown }: ToastStack) => shown.map(({ key }) => key);

/** One after the other, each so long after the one before that they are no burst. */
function slowly(arrivals: readonly Parameters<typeof arriveOn>[1][number][]): ToastStack {
  return arrivals.reduce((stack, one, nth) => arriveOn(stack, [one], nth * BURST_MS), NO_TOASTS);
}

test('a warning and something critical are worth a toast, and nothing else', () => {
  const all = (['info', 'success', 'warning', 'critical'] as const).map((severity) =>
    isWorthToast({ severity }),
  );
  expect(all).toEqual([false, false, true, true]);
});

test('three stand at once: the oldest that may go makes room for the next', () => {
  expect(keys(slowly([warning('a'), warning('b'), warning('c')]))).toEqual(['a', 'b', 'c']);
  expect(keys(slowly([warning('a'), warning('b'), warning('c'), warning('d')]))).toEqual(['b', 'c', 'd']);
  expect(keys(slowly([critical('a'), warning('b'), warning('c'), warning('d')]))).toEqual(['a', 'c', 'd']);
});

test('when all of them are critical none goes unseen: they become one', () => {
  const { shown } = slowly([critical('a'), critical('b'), critical('c'), critical('d')]);
  expect(shown).toMatchObject([{ kind: 'many', critical: true, ids: ['a', 'b', 'c', 'd'] }]);
});

test('five within two seconds are shown one by one as far as they fit, six are one', () => {
  const letters = ['a', 'b', 'c', 'd', 'e'].map(warning);
  expect(keys(arriveOn(NO_TOASTS, letters, 0))).toEqual(['c', 'd', 'e']);
  const six = arriveOn(arriveOn(NO_TOASTS, letters, 0), [warning('f')], BURST_MS - 1);
  expect(six.shown).toMatchObject([
    { kind: 'many', critical: false, ids: ['a', 'b', 'c', 'd', 'e', 'f'], at: BURST_MS - 1 },
  ]);
});

test('a burst goes on for as long as it does not pause', () => {
  const six = arriveOn(NO_TOASTS, ['a', 'b', 'c', 'd', 'e', 'f'].map(warning), 0);
  const more = arriveOn(six, [critical('g')], BURST_MS - 1);
  expect(more.shown).toMatchObject([{ kind: 'many', critical: true, ids: [...'abcdefg'] }]);
  // Only two of them in the last two seconds, and no pause since the sixth.
  const still = arriveOn(more, [warning('h')], 2 * BURST_MS - 2);
  expect(still.shown).toMatchObject([{ kind: 'many', ids: [...'abcdefgh'] }]);
  const later = arriveOn(still, [warning('i')], 4 * BURST_MS);
  expect(keys(later)).toEqual(['many', 'i']);
});

test('something critical from before a burst keeps its own toast', () => {
  const before = arriveOn(NO_TOASTS, [critical('fire')], 0);
  const after = arriveOn(before, [...'abcdef'].map(warning), BURST_MS);
  expect(keys(after)).toEqual(['fire', 'many']);
});

test('what was read elsewhere goes, also out of one for many', () => {
  const many = arriveOn(NO_TOASTS, [...'abcdef'].map(warning), 0);
  expect(keepOnly(many, (id) => id < 'c').shown).toMatchObject([{ ids: ['a', 'b'] }]);
  expect(keepOnly(many, () => false).shown).toEqual([]);
  expect(keepOnly(many, () => true)).toBe(many);
});

test('a warning goes after its time, something critical stays, and both begin again when told', () => {
  const both = arriveOn(NO_TOASTS, [critical('c'), warning('w')], 0);
  expect(STAYS_MS).toBeGreaterThanOrEqual(6_000);
  expect(nextEnd(both)).toBe(STAYS_MS);
  expect(keys(passed(both, STAYS_MS - 1))).toEqual(['c', 'w']);
  expect(keys(passed(both, STAYS_MS))).toEqual(['c']);
  expect(nextEnd(passed(both, STAYS_MS))).toBeNull();
  expect(nextEnd(startOver(both, 500))).toBe(STAYS_MS + 500);
});

test('what is gone still makes a burst, and is not counted in its toast', () => {
  const read = keepOnly(arriveOn(NO_TOASTS, [critical('read elsewhere')], 0), () => false);
  expect(read.shown).toEqual([]);
  const five = arriveOn(read, ['a', 'b', 'c', 'd', 'e'].map(critical), BURST_MS - 1);
  expect(five.shown).toMatchObject([{ kind: 'many', ids: [...'abcde'] }]);
  expect(keepOnly(five, (id) => id !== 'read elsewhere')).toBe(five);
  const dismissed = keepOnly(five, () => false);
  expect(arriveOn(dismissed, [warning('f')], BURST_MS).shown).toMatchObject([{ kind: 'many', ids: ['f'] }]);
});
