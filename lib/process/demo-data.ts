import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@/lib/env';

/**
 * Keeps the demo's data, whose passwords anybody can read on the sign-in page, out of production, and keeps
 * demo accounts out of a production's data: each kind of start refuses a folder that the other kind made.
 */
export function guardDataDir(dataDir: string, demo: boolean): void {
  const marker = join(dataDir, 'demo');
  const marked = existsSync(marker);
  const used = existsSync(join(dataDir, 'belfry.db'));
  if (!demo && marked) {
    throw new ConfigError([
      `The data in ${dataDir} are the demo's, and its passwords are public. Set DATA_DIR to a folder of your own.`,
    ]);
  }
  if (demo && used && !marked) {
    throw new ConfigError([
      `The data in ${dataDir} are not the demo's, and the demo would add accounts with public passwords. Set DATA_DIR to another folder.`,
    ]);
  }
  if (demo && !marked) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(marker, 'This folder holds demo data; a production start refuses it.\n');
  }
}

/** Puts the demo's API key where a command can read it; without one (it was revoked) the file goes. */
export function keepDemoKey(dataDir: string, apiKey: string | null): void {
  const file = join(dataDir, 'demo-api-key');
  if (apiKey === null) rmSync(file, { force: true });
  else writeFileSync(file, `${apiKey}\n`, { mode: 0o600 });
}
