import type { Audience } from '@/lib/inbox/audience';
import type { Store } from '../store';
import { content } from './given';

export const NOBODY = { targeted: 0, delivered: 0, pending: 0, skipped: 0, seen: 0, read: 0, clicked: 0 };
export const conflict = (state: string) => ({ code: 'conflict', facts: { state } });
export const MEMBERS: Audience = { kind: 'role', role: 'member' };
const EVERYONE: Audience = { kind: 'everyone' };

export async function draft(
  store: Store,
  more: { id?: string; audience?: Audience; expiresAt?: number; severity?: 'critical' },
): Promise<void> {
  const { id = 'B', audience = EVERYONE, expiresAt, severity = 'info' } = more;
  const said = content(id, { severity });
  await store.createBroadcast({ id, createdBy: 'ada', content: said, audience, expiresAt, now: 5 });
}

export async function sent(store: Store) {
  await draft(store, {});
  return store.sendBroadcast('B', { version: 1, count: 3, dueAt: null, as: null, now: 10 });
}

export async function hold(
  store: Store,
  more: {
    id?: string;
    audience?: Audience;
    count?: number;
    dueAt: number;
    frozen?: boolean;
    expiresAt?: number;
    timeZone?: string;
    as?: 'held' | 'scheduled';
    sentBy?: string;
  },
) {
  const { id = 'B', count = 3, dueAt, frozen, timeZone, as = 'held', sentBy = 'ada' } = more;
  await draft(store, more);
  const sending = { version: 1, count, dueAt, as, frozen, timeZone, sentBy, now: 6 };
  return store.sendBroadcast(id, sending);
}
