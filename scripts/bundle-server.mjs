// Bundles server.ts into one file; packages stay outside it. Production, the demo and development run the same bundle;
// tests of faults run the same sources with their fault points.
// And the Pusher-protocol server's own command: one file that runs anywhere.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `server.mjs`. Its fault points are not there: an empty function's calls are left out, and what only it used. */
export async function bundleServer({ outdir = join(root, 'dist') } = {}) {
  const entries = ['server.ts', 'cli.ts'].map((name) => join(root, name)).filter((file) => existsSync(file));
  await build({
    ...common,
    entryPoints: entries,
    outdir,
    plugins: [serverOnly],
    define: { WITH_FAULT_POINTS: 'false' },
    // Only with it are calls of an empty function left out. Names stay, for the log.
    minifySyntax: true,
  });
}

/** `server.faults.mjs`, which `FAULT` can end at a named place. Never shipped: only tests make it. */
export async function bundleServerWithFaults({ outdir = join(root, 'dist') } = {}) {
  await build({
    ...common,
    entryPoints: { 'server.faults': join(root, 'server.ts') },
    outdir,
    plugins: [serverOnly],
    define: { WITH_FAULT_POINTS: 'true' },
  });
}

/**
 * `pusher-server.mjs`, the realtime server alone. `ws` is bundled in: as a package beside it, it would cost
 * nine megabytes of memory at the start. Throws when anything else would be needed.
 */
export async function bundlePusherServer({ outdir = join(root, 'dist') } = {}) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { metafile } = await build({
    ...common,
    entryPoints: { 'pusher-server': join(root, 'lib/pusher-server/command/main.ts') },
    outdir,
    packages: 'bundle',
    external: OPTIONAL,
    // What `ws` requires is node's own, and `require` is not there in a module.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    define: { PUSHER_SERVER_VERSION: JSON.stringify(version) },
    metafile: true,
  });
  const bundled = Object.keys(metafile.inputs).filter((path) => /node_modules\/(?!ws\/)/.test(path));
  if (bundled.length > 0) throw new Error(`The Pusher server would need ${bundled.join(', ')}.`);
}

/** What `ws` uses when it is there. */
const OPTIONAL = ['bufferutil', 'utf-8-validate'];

const common = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  packages: 'external',
  logLevel: 'warning',
};

/** `server-only` throws wherever it is not a React Server bundle. This is the server, so there it means nothing. */
const serverOnly = {
  name: 'server-only',
  setup(bundler) {
    bundler.onResolve({ filter: /^server-only$/ }, () => ({
      path: join(root, 'node_modules/server-only/empty.js'),
    }));
  },
};
