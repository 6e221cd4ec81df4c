import 'server-only';
import type { Actor } from '@/lib/inbox/audit';
import type { Viewer } from './sessions/session-viewer';

/** Who acts, for the audit log. */
export function actorOf(viewer: Viewer): Actor {
  const { id, name, origin } = viewer;
  return {
    id,
    name,
    via: origin?.via ?? 'page',
    address: origin?.address ?? null,
    requestId: origin?.requestId ?? null,
  };
}

/** The process itself, when a time came. */
export const SYSTEM: Actor = { id: null, name: 'Belfry', via: 'system', address: null, requestId: null };
