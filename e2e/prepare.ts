import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleServer } from '../scripts/bundle-server.mjs';
import { belfryProcess, projectRoot } from './belfry-process';

/** Seeds the demo once; every test's server begins with a copy of it. */
export default async function prepare(): Promise<() => void> {
  await bundleServer({ outdir: join(projectRoot, 'dist', 'dev') });
  const template = mkdtempSync(join(tmpdir(), 'belfry-template-'));
  const seeding = belfryProcess({});
  try {
    await seeding.start();
    await seeding.stop();
    cpSync(seeding.dataDir, template, { recursive: true });
  } finally {
    await seeding.remove();
  }
  process.env.BELFRY_TEMPLATE = template;
  return () => rmSync(template, { recursive: true, force: true });
}
