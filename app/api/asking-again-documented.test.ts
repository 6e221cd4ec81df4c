import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const API = fileURLToPath(new URL('.', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../docs/http.md', import.meta.url));

test('the table “Asking again” names the routes that take a key, and what key each takes', () => {
  const declared = readdirSync(API, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/route.ts'))
    .flatMap((file) => declaredIn(file))
    .sort();
  expect(declared.length).toBeGreaterThan(10);
  expect([...documented()].sort()).toEqual(declared);
});

/** `POST /api/groups: key` for each method of a route that declares `once`, in its own words or in those it names. */
function declaredIn(file: string): readonly string[] {
  const [above = '', given = ''] = readFileSync(join(API, file), 'utf8').split(' = methods({');
  const named = new Map(above.split('\n\n').map((text) => [/^const (\w+) = /.exec(text)?.[1] ?? '', text]));
  const path = `/api/${file.slice(0, -'/route.ts'.length).replaceAll(/\[(\w+)\]/g, ':$1')}`;
  const [, ...parts] = given.split(/\b(GET|POST|PUT|PATCH|DELETE): /);
  return parts.flatMap((method, at) => {
    if (at % 2 === 1) return [];
    const own = parts[at + 1] ?? '';
    const words = [...own.matchAll(/\b[a-z]\w*/g)].map(([word]) => named.get(word) ?? '');
    const [, kind] = /once: '(\w+)'/.exec([own, ...words].join('\n')) ?? [];
    return kind ? [`${method} ${path}: ${kind}`] : [];
  });
}

function documented(): readonly string[] {
  const [, section = ''] = readFileSync(DOCUMENT, 'utf8').split('\n## Asking again\n');
  const [table = ''] = section.split('\n## ');
  return table.split('\n').flatMap((row) => {
    const [, routes = '', key = ''] = row.split('|');
    const kind = key.includes('UUID') ? 'operation' : 'key';
    return [...routes.matchAll(/`([A-Z]+ \/api\/[^`]+)`/g)].map(([, route]) => `${route}: ${kind}`);
  });
}
