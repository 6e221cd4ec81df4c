// Bundles server.ts into one file; packages stay outside it. Production, the demo and development run the same bundle.
// And the Pusher-protocol server's own command: one file that runs anywhere.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function bundleServer({ outdir = join(root, 'dist') } = {}) {
  const entries = ['server.ts', 'cli.ts'].map((name) => join(root, name)).filter((file) => existsSync(file));
  await build({ ...common, entryPoints: entries, outdir, plugins: [serverOnly] });
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
