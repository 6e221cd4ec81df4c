import { expect, test } from 'vitest';
import type { Person } from '@/lib/inbox/audience';
import { owedOver } from './owed';

const person = (...groups: string[]): Person => ({
  id: 'ana',
  role: 'member',
  disabled: false,
  groups: new Set(groups),
});
const toCrew = { kind: 'groups', groups: ['g'] } as const;

test('whoever is what they were is owed what they belong to', () => {
  expect(owedOver([], [person('g')])(toCrew, 1)).toBe('deliver');
  expect(owedOver([], [person()])(toCrew, 1)).toBe('nothing');
  expect(owedOver([], [])(toCrew, 1)).toBe('nothing');
});

test('who leaves is skipped, who comes is owed nothing of before', () => {
  expect(owedOver([], [person('g'), person()])(toCrew, 1)).toBe('skip');
  expect(owedOver([], [person(), person('g')])(toCrew, 1)).toBe('nothing');
});

test('an earlier standing counts up to its place in the log, and no further', () => {
  const left = owedOver([{ person: person('g'), through: 5 }], [person()]);
  expect([left(toCrew, 5), left(toCrew, 6)]).toEqual(['skip', 'nothing']);
  const joined = owedOver([{ person: person(), through: 5 }], [person('g')]);
  expect([joined(toCrew, 5), joined(toCrew, 6)]).toEqual(['nothing', 'deliver']);
});

test('who left and came back has not belonged ever since, also when nothing was sent in between', () => {
  const earlier = [person('g'), person()].map((one) => ({ person: one, through: 5 }));
  const back = owedOver(earlier, [person('g')]);
  expect([back(toCrew, 5), back(toCrew, 6)]).toEqual(['skip', 'deliver']);
});
