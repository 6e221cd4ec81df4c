import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FLAGS } from './command/flags';
import { FEATURES } from './conformance/features';
import { ROUTES } from './edge/http-routes';
import { CLOSE } from './protocol/close-codes';
import { DEFAULT_LIMITS } from './protocol/limits';

const README = readFileSync(new URL('./README.md', import.meta.url), 'utf8');

test('every limit is documented with its default, and none that does not exist', () => {
  const rows = [...README.matchAll(/^\| `(\w+)` \| (\d+|Infinity) \|/gm)].map(([, name, value]) => [
    name,
    Number(value),
  ]);
  expect(Object.fromEntries(rows)).toEqual(DEFAULT_LIMITS);
});

test('every close code of ours is documented', () => {
  const section = README.slice(README.indexOf('## Close codes'), README.indexOf('## Limits'));
  for (const { code } of Object.values(CLOSE)) expect(section).toContain(String(code));
});

test('every route is documented', () => {
  for (const { method, pattern } of ROUTES) {
    const path = pattern.map((part, at) =>
      part === '*' ? (pattern[at - 1] === 'users' ? '<id>' : '<name>') : part,
    );
    expect(README).toContain(`\`${method} /apps/<id>/${path.join('/')}\``);
  }
});

test('every flag is documented with its variable and its default, and none that does not exist', () => {
  const section = README.slice(README.indexOf('## As a service'), README.indexOf('## The HTTP API is'));
  const rows = [...section.matchAll(/^\| `--(.+?)` \| (?:`(\w+)`)? ?\| ([^|]+) \|/gm)].map(
    ([, usage, variable, fallback]) => [usage?.replaceAll('\\|', '|'), variable ?? null, fallback],
  );
  expect(rows).toEqual(
    FLAGS.map(({ name, value, variable, fallback }) => [
      value === null ? name : `${name} ${value}`,
      variable,
      fallback,
    ]),
  );
});

test('every feature of the conformance suite is documented, and none that does not exist', () => {
  const section = README.slice(README.indexOf('## Conformance'), README.indexOf('## Inside'));
  const rows = [...section.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, name, what]) => [name, what]);
  expect(Object.fromEntries(rows)).toEqual(FEATURES);
});
