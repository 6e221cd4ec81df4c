import { expect, test } from 'vitest';
import type { Audience } from '@/lib/inbox/audience';
import { addressesIn, audienceOf, choiceOf, missing, withAdded } from './audience-choice';

const AUDIENCES: readonly Audience[] = [
  { kind: 'everyone' },
  { kind: 'role', role: 'sender' },
  { kind: 'groups', groups: ['g1', 'g2'] },
  { kind: 'people', people: ['p1'] },
  { kind: 'everyone', except: { roles: ['admin'], groups: ['g1'], people: ['p1'] } },
];

test('an audience that is shown and not touched stays what it was', () => {
  for (const audience of AUDIENCES) expect(audienceOf(choiceOf(audience))).toEqual(audience);
});

test('looking at another kind and coming back loses nothing that was chosen', () => {
  const choice = choiceOf({ kind: 'groups', groups: ['g1'], except: { people: ['p1'] } });
  const away = { ...choice, kind: 'everyone' } as const;
  expect(audienceOf(away)).toEqual({ kind: 'everyone', except: { people: ['p1'] } });
  expect(audienceOf({ ...away, kind: 'groups' })).toEqual({
    kind: 'groups',
    groups: ['g1'],
    except: { people: ['p1'] },
  });
});

test('the last exclusion that is taken away leaves none', () => {
  const choice = choiceOf({ kind: 'everyone', except: { roles: ['admin'] } });
  const none = { ...choice, except: { ...choice.except, roles: [] } };
  expect(audienceOf(none)).toEqual({ kind: 'everyone' });
});

test('without a group or a person nobody can be counted', () => {
  const nobody = choiceOf({ kind: 'everyone' });
  expect(missing(nobody)).toBeNull();
  expect(missing({ ...nobody, kind: 'role' })).toBeNull();
  expect(missing({ ...nobody, kind: 'groups' })).toBe('Choose at least one group.');
  expect(missing({ ...nobody, kind: 'people' })).toBe('Name at least one person.');
});

test('what is added is added once, and never beyond the most', () => {
  expect(withAdded(['a'], ['b', 'a', 'c', 'd'], 3)).toEqual(['a', 'b', 'c']);
});

test('addresses are found in columns, lists and letters’ heads, each once', () => {
  expect(addressesIn('ana@x.org\nben@x.org\r\n\tana@X.org')).toEqual(['ana@x.org', 'ben@x.org']);
  expect(addressesIn('ana@x.org, ben@x.org;carla@x.org dora@x.org')).toEqual([
    'ana@x.org',
    'ben@x.org',
    'carla@x.org',
    'dora@x.org',
  ]);
  expect(addressesIn('"Ana Berg" <ana@x.org>, Ben <ben@x.org>')).toEqual(['ana@x.org', 'ben@x.org']);
  expect(addressesIn("'ana@x.org' <ben@x.org>")).toEqual(['ben@x.org']);
});

test('what is no address is kept for the report, and nothing is nothing', () => {
  expect(addressesIn('Ana; nobody@')).toEqual(['ana', 'nobody@']);
  expect(addressesIn(' ,;\n\t ')).toEqual([]);
});
