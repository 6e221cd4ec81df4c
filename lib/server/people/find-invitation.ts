import 'server-only';
import type { InvitationKind, InvitationState } from '@/lib/inbox/invitation';
import { context } from '../context';
import { hashOfToken } from './one-time-link';

export type OpenedLink =
  | Readonly<{ state: 'open'; kind: InvitationKind; name: string; email: string }>
  | Readonly<{ state: Exclude<InvitationState, 'open'> | 'unknown' }>;

/** What a link is worth to whoever opens it. Whom it is for is told by an open one alone. */
export async function findInvitation(token: string): Promise<OpenedLink> {
  const { store, now } = context();
  const hash = hashOfToken(token);
  const found = hash === null ? null : await store.findInvitation(hash, now());
  if (!found) return { state: 'unknown' };
  if (found.state !== 'open') return { state: found.state };
  const { kind, name, email } = found.invitation;
  return { state: 'open', kind, name, email };
}
