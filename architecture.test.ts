import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Who may import whom; the longest matching folder is a file's layer. `docs/architecture.md` says why. */
const LAYERS: Record<string, readonly string[]> = {
  'lib/errors.ts': [],
  'lib/env.ts': ['lib/errors.ts'],
  'lib/inbox': ['lib/errors.ts'],
  'lib/pusher-server': [],
  'lib/fault-kit': [],
  'lib/realtime': ['lib/inbox', 'lib/errors.ts', 'lib/env.ts', 'lib/fault-kit'],
  db: ['lib/inbox', 'lib/errors.ts', 'lib/env.ts', 'lib/fault-kit'],
  'lib/server': ['db', 'lib/inbox', 'lib/realtime', 'lib/errors.ts', 'lib/env.ts'],
  'lib/client': ['lib/inbox', 'lib/realtime', 'lib/errors.ts'],
  components: ['lib/client', 'lib/inbox'],
  app: ['components', 'lib/server', 'lib/inbox', 'lib/realtime', 'lib/errors.ts'],
  'lib/process': [
    'db',
    'lib/server',
    'lib/inbox',
    'lib/realtime',
    'lib/pusher-server',
    'lib/fault-kit',
    'lib/errors.ts',
    'lib/env.ts',
  ],
  'lib/terminal': [
    'db',
    'lib/server',
    'lib/client',
    'lib/inbox',
    'lib/process',
    'lib/errors.ts',
    'lib/env.ts',
  ],
  'server.ts': ['lib/process', 'lib/env.ts'],
  'cli.ts': ['lib/terminal'],
  'instrumentation.ts': ['lib/server'],
  bench: [
    'db',
    'lib/inbox',
    'lib/errors.ts',
    'lib/pusher-server',
    'lib/realtime',
    'lib/client',
    'lib/fault-kit',
  ],
};
/** Tools and tests of the whole: they may look at everything and nobody imports them. */
const OUTSIDE = /^(e2e|scripts)\/|^[a-z.-]+\.config\.(ts|mjs)$|^architecture\.test\.ts$/;
/** A test stands beside its code and may put real neighbours together. */
const TEST = /\.(test|contract)\.tsx?$|\/testing\//;

const root = fileURLToPath(new URL('.', import.meta.url));
const IGNORED = new Set([
  'node_modules',
  '.next',
  'dist',
  'data',
  '.git',
  'docs',
  'test-results',
  'playwright-report',
]);
const files = readdirSync(root, { withFileTypes: true })
  .filter((entry) => !IGNORED.has(entry.name))
  .flatMap((entry) => (entry.isDirectory() ? sourcesBelow(entry.name) : [entry.name]))
  .filter((file) => /\.(tsx?|mjs)$/.test(file))
  .filter((file) => !OUTSIDE.test(file) && !TEST.test(file) && file !== 'next-env.d.ts');

function sourcesBelow(path: string): string[] {
  return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const layerOf = (file: string): string | undefined =>
  Object.keys(LAYERS)
    .filter((layer) => file === layer || file.startsWith(`${layer}/`))
    .sort((a, b) => b.length - a.length)[0];

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  const own = named.filter((name) => name.startsWith('.') || name.startsWith('@/'));
  return own.map((name) => (name.startsWith('@/') ? name.slice(2) : normalize(join(dirname(file), name))));
}

/** `lib/errors` as written stands for the file `lib/errors.ts`. */
const layerOfImport = (target: string): string | undefined => layerOf(target) ?? layerOf(`${target}.ts`);

test('every source file belongs to a layer', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
});

test('imports run one way', () => {
  let seen = 0;
  const wrong: string[] = [];
  for (const file of files) {
    const layer = layerOf(file) ?? '';
    for (const target of importsOf(file)) {
      const other = layerOfImport(target);
      seen += 1;
      if (other !== layer && !(other && LAYERS[layer]?.includes(other))) wrong.push(`${file} → ${target}`);
    }
  }
  expect(seen).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});

test('only the settings read the environment, and only server code is marked as such', () => {
  const readers = files.filter((file) =>
    /process\.env\b(?!\.\w+ \?\?=)/.test(readFileSync(join(root, file), 'utf8')),
  );
  // The Pusher server's command, and the conformance run, are processes of their own, with their own settings; a fault
  // point reads its variable only in the bundle for tests.
  const may =
    /^(server\.ts|cli\.ts|lib\/env\.ts|lib\/pusher-server\/(command\/main|conformance\/cli)\.ts|lib\/fault-kit\/point\.ts|.*\.config\.(ts|mjs))$/;
  expect(readers.filter((file) => !may.test(file))).toEqual([]);
  const marked = files.filter((file) => /import 'server-only'/.test(readFileSync(join(root, file), 'utf8')));
  expect(marked.filter((file) => !file.startsWith('lib/server/'))).toEqual([]);
});
