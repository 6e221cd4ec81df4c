import { expect, test } from 'vitest';
import { confirmRule } from './confirm-rule';

const rule = (given: Partial<Parameters<typeof confirmRule>[0]>) =>
  confirmRule({ count: 4, severity: 'warning', yes: false, confirm: null, isInteractive: false, ...given });

for (const [what, given, kind] of [
  ['few people, with --yes', { yes: true }, 'confirmed'],
  ['few people, with --yes and the right number', { yes: true, confirm: 4 }, 'confirmed'],
  ['few people and nobody to ask', {}, 'refused'],
  ['few people, the number and nobody to ask', { confirm: 4 }, 'refused'],
  ['few people and somebody to ask', { isInteractive: true }, 'ask'],
  ['100 people, with --yes', { count: 100, yes: true }, 'confirmed'],
  ['101 people, with --yes alone', { count: 101, yes: true }, 'refused'],
  ['101 people, with --yes and the number', { count: 101, yes: true, confirm: 101 }, 'confirmed'],
  ['101 people, with the number alone', { count: 101, confirm: 101 }, 'refused'],
  ['101 people, --yes alone and somebody to ask', { count: 101, yes: true, isInteractive: true }, 'ask'],
  [
    '101 people, the number alone and somebody to ask',
    { count: 101, confirm: 101, isInteractive: true },
    'ask',
  ],
  ['a wrong number, with --yes', { yes: true, confirm: 5 }, 'refused'],
  ['a wrong number, also with somebody to ask', { confirm: 5, isInteractive: true }, 'refused'],
  ['a wrong number of many', { count: 101, yes: true, confirm: 1_010 }, 'refused'],
  ['few people, something critical, with --yes alone', { severity: 'critical', yes: true }, 'refused'],
  [
    'few people, something critical, with --yes and the number',
    { severity: 'critical', yes: true, confirm: 4 },
    'confirmed',
  ],
  [
    'few people, something critical, --yes alone and somebody to ask',
    { severity: 'critical', yes: true, isInteractive: true },
    'ask',
  ],
  ['nobody, whatever is said', { count: 0, yes: true, confirm: 0, isInteractive: true }, 'refused'],
] as const) {
  test(`${what}: ${kind}`, () => {
    expect(rule(given).kind).toBe(kind);
  });
}

test('a refusal says the number and what would do', () => {
  expect(rule({ count: 1_284, yes: true })).toMatchObject({
    sentence: 'Nobody is there to confirm it: --yes and --confirm 1284 would.',
  });
  expect(rule({ count: 1_284, confirm: 1_300 })).toMatchObject({
    sentence: 'It would reach 1,284 people, and not the 1,300 that --confirm says.',
  });
});

function expects(given: Parameters<typeof rule>[0], typed: string): boolean {
  const asked = rule({ isInteractive: true, ...given });
  if (asked.kind !== 'ask') throw new Error('Nothing is asked.');
  return asked.expects(typed);
}

test('of few people yes is enough, in any case, and nothing else is', () => {
  for (const typed of ['y', 'yes', ' YES ']) expect(expects({}, typed), typed).toBe(true);
  for (const typed of ['', 'n', 'no', '4', 'yesterday']) expect(expects({}, typed), typed).toBe(false);
});

test('of something critical the number is typed, however few they are', () => {
  const given = { severity: 'critical' } as const;
  expect(expects(given, '4')).toBe(true);
  for (const typed of ['', 'y', 'yes', '5', '44']) expect(expects(given, typed), typed).toBe(false);
  expect(rule({ severity: 'critical', yes: true })).toMatchObject({
    sentence: 'Nobody is there to confirm it: --yes and --confirm 4 would.',
  });
});

test('of many the number is typed, written as people write numbers', () => {
  const many = { count: 1_284 };
  for (const typed of ['1284', '1,284', ' 1 284 ', '1.284', "1'284"])
    expect(expects(many, typed), typed).toBe(true);
  for (const typed of ['', 'yes', 'y', '128', '12840', '-1284'])
    expect(expects(many, typed), typed).toBe(false);
});
