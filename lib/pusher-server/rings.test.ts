import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = dirname(fileURLToPath(import.meta.url));

/** Which folders a folder may import from, itself included; and which modules from outside. */
const RINGS: Readonly<
  Record<string, { readonly inside: readonly string[]; readonly outside: readonly string[] }>
> = {
  protocol: { inside: ['protocol'], outside: ['node:crypto'] },
  hub: { inside: ['hub', 'protocol'], outside: ['node:crypto'] },
  edge: {
    inside: ['edge', 'hub', 'protocol'],
    outside: [
      ...['node:buffer', 'node:crypto', 'node:http', 'node:net', 'node:stream', 'node:timers/promises'],
      'ws',
    ],
  },
  '.': { inside: ['.', 'edge', 'hub', 'protocol'], outside: ['node:http', 'node:stream'] },
  // The package as a service of its own: only here is a port opened, a file read, a signal heard.
  command: {
    inside: ['command', '.', 'edge', 'hub', 'protocol'],
    outside: [
      ...['node:crypto', 'node:events', 'node:fs', 'node:http', 'node:https', 'node:net'],
      ...['node:timers/promises', 'node:tls', 'node:util'],
    ],
  },

  // The conformance suite knows the server from outside only: a mistake it shared would be no mistake to it.
  conformance: {
    inside: ['conformance', 'conformance/cases', 'conformance/wire', 'conformance/own'],
    outside: ['node:crypto', 'node:events', 'node:util', 'ws'],
  },
  'conformance/cases': {
    inside: ['conformance', 'conformance/cases', 'conformance/wire'],
    outside: ['node:http', 'node:https'],
  },
  'conformance/wire': {
    inside: ['conformance', 'conformance/wire'],
    outside: ['node:crypto', 'node:http', 'node:https', 'node:net', 'node:tls', 'ws'],
  },
  // The one file that does import the package: it starts the server that is looked at by default.
  'conformance/own': { inside: ['.', 'conformance'], outside: ['node:http', 'node:net'] },
};

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const sources = files.filter((file) => !file.endsWith('.test.ts') && !/(^|\/)testing\//.test(file));

test('imports run inwards: edges to state to pure rules, and never out of the package', () => {
  expect(sources.length).toBeGreaterThan(20);
  for (const file of sources) {
    const ring = RINGS[dirname(file)];
    expect(ring, `${file} belongs to no ring`).toBeDefined();
    for (const [, specifier = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(/ from '([^']+)'/g)) {
      const allowed = specifier.startsWith('.')
        ? ring?.inside.includes(relative(ROOT, dirname(join(ROOT, dirname(file), specifier))) || '.')
        : ring?.outside.includes(specifier);
      expect(allowed, `${file} imports ${specifier}`).toBe(true);
    }
  }
});

test('only one file of the conformance suite imports what it looks at', () => {
  const importers = sources.filter(
    (file) =>
      file.startsWith('conformance/') &&
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/ from '(\.[^']+)'/g)].some(
        ([, specifier = '']) => !join(dirname(file), specifier).startsWith('conformance/'),
      ),
  );
  expect(importers).toEqual(['conformance/own/own-server.ts']);
});

test('there is at least a line of test for each line of source', () => {
  // The conformance suite is a test of the server, and counts on neither side: it would hide what lacks its own.
  const own = files.filter((file) => !file.startsWith('conformance/'));
  const lines = (these: readonly string[]) =>
    these.reduce((sum, file) => sum + readFileSync(join(ROOT, file), 'utf8').split('\n').length, 0);
  const source = lines(own.filter((file) => sources.includes(file)));
  expect(source).toBeGreaterThan(2_000);
  expect(lines(own.filter((file) => file.endsWith('.test.ts')))).toBeGreaterThanOrEqual(source);
});

test('no file is longer than 250 lines, tests included', () => {
  for (const file of files) {
    expect(readFileSync(join(ROOT, file), 'utf8').trimEnd().split('\n').length, file).toBeLessThanOrEqual(
      250,
    );
  }
});
