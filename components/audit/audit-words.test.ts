import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ACTION_WORDS, actionWords, outcomeWords, valueWords } from './audit-words';

const DB = fileURLToPath(new URL('../../db/sqlite', import.meta.url));

test('every action that the store writes has words', () => {
  const sources = readdirSync(DB, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.includes('.test.'),
  );
  const written = sources.flatMap((file) =>
    [
      ...readFileSync(join(DB, file), 'utf8').matchAll(
        /'((?:broadcast|group|person|invitation|key|notification|audit)\.[a-zA-Z-]+)'/g,
      ),
    ].map(([, action = '']) => action),
  );
  expect(written.length).toBeGreaterThan(3);
  expect([...new Set(written)].filter((action) => !(action in ACTION_WORDS)).sort()).toEqual([]);
});

test('an action without words is said as it is called', () => {
  expect(actionWords('group.paint')).toBe('group.paint');
  expect(actionWords('key.revoke')).toBe('Revoked the API key');
});

test('values are said as a person reads them', () => {
  expect([null, undefined, '', 'x', 7, true, false, [], ['a', 'b'], { a: 1 }].map(valueWords)).toEqual([
    null,
    null,
    null,
    'x',
    '7',
    'yes',
    'no',
    null,
    'a, b',
    '{"a":1}',
  ]);
});

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
    expect(outcomeWords(outcome)).toBe(words);
  });
}
