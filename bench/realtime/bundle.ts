import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the children as production is bundled (one file each, packages outside) and answers where they are. */
export async function bundleChildren(): Promise<{ pusher: string; raw: string }> {
  // Below the project, so that packages are found; `dist` is where built things go.
  const outdir = join(PROJECT, 'dist', 'bench');
  mkdirSync(outdir, { recursive: true });
  await build({
    entryPoints: ['pusher-child.ts', 'raw-child.ts'].map((name) => join(PROJECT, 'bench', 'realtime', name)),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return { pusher: join(outdir, 'pusher-child.mjs'), raw: join(outdir, 'raw-child.mjs') };
}
