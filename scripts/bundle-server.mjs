// Bundles server.ts into one file; packages stay outside it. Production, the demo and development run the same bundle.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function bundleServer({ outdir = join(root, 'dist') } = {}) {
  const entries = ['server.ts', 'cli.ts'].map((name) => join(root, name)).filter((file) => existsSync(file));
  await build({
    entryPoints: entries,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    packages: 'external',
    logLevel: 'warning',
    plugins: [serverOnly],
  });
}

/** `server-only` throws wherever it is not a React Server bundle. This is the server, so there it means nothing. */
const serverOnly = {
  name: 'server-only',
  setup(bundler) {
    bundler.onResolve({ filter: /^server-only$/ }, () => ({
      path: join(root, 'node_modules/server-only/empty.js'),
    }));
  },
};
