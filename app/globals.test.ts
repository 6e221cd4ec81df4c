import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');
const tokens = (block: string) =>
  [...block.matchAll(/(--[a-z-]+): ([^;]+);/g)].map(([, name, value]) => `${name} ${value}`);

test('a part of a page that is shown dark has the colours of a dark page', () => {
  const page = /@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]+)\}/.exec(css)?.[1] ?? '';
  const part = /\[data-theme="dark"\] \{([^}]+)\}/.exec(css)?.[1] ?? '';
  expect(tokens(page).length).toBeGreaterThan(10);
  expect(tokens(part)).toEqual(tokens(page));
});
