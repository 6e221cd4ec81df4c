import { v7 as uuidv7 } from 'uuid';
import type { Audience } from '@/lib/inbox/audience';
import type { Viewer } from '@/lib/server/sessions/session-viewer';
import type { House } from '@/lib/server/testing/test-house';

const CONTENT = {
  title: 'Fire drill at noon',
  body: null,
  url: null,
  category: 'general',
  severity: 'info',
} as const;

/** A broadcast that has gone out, straight into the store; answers its id. */
export async function sendTo(
  { store, clock }: House,
  sender: Viewer,
  audience: Audience = { kind: 'everyone' },
): Promise<string> {
  const id = uuidv7();
  const now = clock.now;
  await store.createBroadcast({ id, createdBy: sender.id, content: CONTENT, audience, now });
  const { count } = await store.countAudience(audience);
  await store.sendBroadcast(id, { version: 1, count, dueAt: null, as: null, now });
  return id;
}
