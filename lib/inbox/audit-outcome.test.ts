import { expect, test } from 'vitest';
import { outcomeSentence } from './audit-outcome';

const good = { intact: true, entries: 1_284, fault: null, head: null };
const bad = (fault: 'missing' | 'unlinked' | 'changed' | 'cut', seq = 5) => ({
  ...good,
  intact: false,
  entries: seq - 1,
  fault: { seq, fault },
});

for (const [outcome, words] of [
  [good, '1,284 entries are as they were written.'],
  [{ ...good, entries: 1 }, '1 entry is as it was written.'],
  [{ ...good, entries: 0 }, 'The log has no entries.'],
  [
    { ...good, head: { found: true, seq: 7 } },
    '1,284 entries are as they were written. The hash is that of entry 7.',
  ],
  [
    { ...good, intact: false, head: { found: false, seq: null } },
    'The entry with this hash is not in the log: its end was cut off or written anew. 1,284 entries are as they were written.',
  ],
  [bad('missing', 1), 'Entry 1 is missing.'],
  [
    bad('changed'),
    'Entry 5 was changed after it was written. Before it, 4 entries are as they were written.',
  ],
  [
    bad('unlinked', 2),
    'Entry 2 does not follow from the one before it. Before it, 1 entry is as it was written.',
  ],
  [
    bad('cut', 9),
    'The end of the log was cut off: entry 9 was there and is not any more. Before it, 8 entries are as they were written.',
  ],
] as const) {
  test(`a verification says: ${words}`, () => {
    expect(outcomeSentence(outcome)).toBe(words);
  });
}
