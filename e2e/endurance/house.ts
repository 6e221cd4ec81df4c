import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'next-auth/jwt';
import { openSqliteStore } from '@/db/sqlite/open-store';
import { makeApiKeyToken } from '@/lib/server/api-keys/api-key-token';
import { projectRoot } from '../belfry-process';

/** One person and the cookies of their sessions. */
export type Person = Readonly<{ id: string; email: string; cookie: string }>;

/** A folder of data with people in it who are signed in already; hashing their passwords would take minutes. */
export type House = Readonly<{
  folder: string;
  people: readonly Person[];
  admin: Person;
  /** Sessions of the administrator beside theirs, for signing out. */
  spare: readonly string[];
  /** `Authorization` of a program that may notify. */
  apiKey: string;
}>;

export const AUTH_SECRET = 'a-secret-of-the-endurance-runs-that-is-long-enough';
const HOUR_MS = 3_600_000;

export async function makeHouse(options: { people: number; spareSessions?: number }): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-endurance-'));
  const store = await openSqliteStore({
    file: join(folder, 'belfry.db'),
    migrationsFolder: join(projectRoot, 'db', 'sqlite', 'migrations'),
  });
  const now = Date.now() - HOUR_MS;

  async function signedIn(userId: string, authVersion: number, sid: string): Promise<string> {
    await store.createSession({ id: sid, userId, now, expiresAt: now + 48 * HOUR_MS });
    const token = await encode({ token: { sid, authVersion }, secret: AUTH_SECRET });
    return `next-auth.session-token=${token}`;
  }
  async function person(number: number, role: 'member' | 'admin'): Promise<Person & { authVersion: number }> {
    const id = `0198f0aa-0000-7000-8000-${String(number).padStart(12, '0')}`;
    const email = `person${number}@belfry.test`;
    const { authVersion } = await store.createUser({
      id,
      email,
      name: `Person ${number}`,
      role,
      passwordHash: 'none',
      now,
    });
    return { id, email, authVersion, cookie: await signedIn(id, authVersion, `session-${number}`) };
  }

  const admin = await person(0, 'admin');
  const spare: string[] = [];
  for (let n = 0; n < (options.spareSessions ?? 0); n += 1)
    spare.push(await signedIn(admin.id, admin.authVersion, `spare-${n}`));
  const people: Person[] = [];
  for (let n = 1; n <= options.people; n += 1) people.push(await person(n, 'member'));
  const { id, token, hash } = makeApiKeyToken();
  await store.createApiKey({
    id,
    name: 'Load',
    hash,
    scopes: ['notify:send'],
    createdBy: admin.id,
    now,
  });
  await store.close();
  return { folder, people, admin, spare, apiKey: `Bearer ${token}` };
}

/** Those of the house who come and go, and of whom it is not known beforehand what they get. */
export function restlessOf({ people }: House): readonly [Person, Person] {
  const [leaver, muter] = people;
  if (!leaver || !muter) throw new Error('There must be two people at least.');
  return [leaver, muter];
}
