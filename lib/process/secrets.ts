import { randomBytes, randomInt } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ConfigError, type Secrets } from '@/lib/env';

const fileSchema = z.object({
  nextAuthSecret: z.string().min(32),
  pusherAppId: z.string().min(1),
  pusherKey: z.string().min(1),
  pusherSecret: z.string().min(16),
});

/**
 * The secrets of this installation: `<dataDir>/secrets.json`, made at the first start, readable by its owner
 * alone. Two processes that start at once end up with the same ones. Throws `ConfigError` when the file is
 * there and cannot be used: replacing it in silence would sign everybody out.
 */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  return readSecrets(file) ?? makeSecrets(dataDir, file);
}

function readSecrets(file: string): Secrets | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw new ConfigError([`${file} cannot be read (${String(error)}).`]);
  }
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new ConfigError([
      `${file} is damaged. Restore it from a backup, or delete it: everybody then signs in again.`,
    ]);
  }
  return parsed.data;
}

/** Written whole beside its place and then linked into it: `link` refuses when the name is taken, so nobody reads half a file and the first one wins. */
function makeSecrets(dataDir: string, file: string): Secrets {
  const made: Secrets = {
    nextAuthSecret: randomBytes(32).toString('base64url'),
    pusherAppId: String(randomInt(100_000, 1_000_000)),
    pusherKey: randomBytes(10).toString('hex'),
    pusherSecret: randomBytes(20).toString('hex'),
  };
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new ConfigError([`DATA_DIR (${dataDir}) cannot be written (${String(error)}).`]);
  }
  try {
    linkSync(draft, file);
    return made;
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    return readSecrets(file) ?? made;
  } finally {
    unlinkSync(draft);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is one more way of being damaged; the schema refuses it with the sentence.
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
