import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import { makeApiKey } from '../api-keys/make-api-key';
import { context } from '../context';
import { hashPassword } from '../sessions/password';
import type { Viewer } from '../sessions/session-viewer';
import { ANA } from './ana';
import { BEN } from './ben';
import { CARLA } from './carla';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts';
import { demoGroups } from './demo-groups';
import { demoKey } from './demo-key';
import { pastBroadcasts } from './past-broadcasts';
import { pastNotifications } from './past-notifications';
import { relive } from './timeline';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const MESSAGES: Readonly<Record<string, string>> = {
  'ana@belfry.test': ANA,
  'ben@belfry.test': BEN,
  'carla@belfry.test': CARLA,
};

/**
 * Fills an empty database with the demo: its people, two groups, a week of their inboxes, three broadcasts and an API
 * key, all through the use cases. Changes nothing when there is anybody already. Answers the key's token to
 * print, or null when it was revoked. To be called before anything is served: it moves the context's clock.
 */
export async function seedDemo(): Promise<{ apiKey: string | null }> {
  const { store, now } = context();
  const key = demoKey();
  if (!(await store.hasUsers())) {
    const present = now();
    const [administrator, ...people] = await createAccounts(present - WEEK_MS - 60_000);
    if (!administrator) throw new Error('The demo has no administrator.');
    const sender = { kind: 'viewer', viewer: administrator } as const;
    await relive([
      { at: present - WEEK_MS - 30_000, happens: () => demoGroups(administrator) },
      { at: present - WEEK_MS, happens: () => makeApiKey(administrator, { name: 'Demo' }, { made: key }) },
      ...people.flatMap((viewer, number) =>
        pastNotifications(sender, { viewer, messages: MESSAGES[viewer.email] ?? '', number, now: present }),
      ),
      ...pastBroadcasts(administrator, [administrator, ...people], present),
    ]);
  }
  const live = await store.findApiKey(key.id);
  return { apiKey: live?.hash === key.hash ? key.token : null };
}

/** The accounts of the demo as viewers, the administrator first. */
async function createAccounts(at: number): Promise<Viewer[]> {
  const { store } = context();
  const hashes = await Promise.all(DEMO_ACCOUNTS.map(() => hashPassword(DEMO_PASSWORD)));
  const viewers: Viewer[] = [];
  for (const [index, account] of DEMO_ACCOUNTS.entries()) {
    const passwordHash = hashes[index] ?? (await hashPassword(DEMO_PASSWORD));
    const { id } = await store.createUser({ id: uuidv7(), ...account, passwordHash, now: at });
    viewers.push({ id, ...account, sessionId: 'demo', authVersion: 1 });
  }
  return viewers;
}
