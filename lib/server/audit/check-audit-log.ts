import 'server-only';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '@/db/store';
import type { AuditFault } from '@/db/store-audit';
import { NO_HASH } from '@/lib/inbox/audit';

export type Verification = Readonly<{
  intact: boolean;
  /** How many entries were found good, from the first on. */
  entries: number;
  /** The last good one: whoever writes its hash down elsewhere can give it as `head` another time. */
  last: Readonly<{ seq: number; hash: string }>;
  fault: AuditFault | null;
  /** Whether the entry whose hash was given is still there, and which it is; null when none was given. */
  head: Readonly<{ found: boolean; seq: number | null }> | null;
}>;

/** Entries of one look. */
const LOOK = 50;
const START = { seq: 0, hash: NO_HASH };

/** Walks through the whole log in small looks, between which others have their turn. */
export async function checkAuditLog(
  store: Pick<Store, 'auditEnd' | 'checkAudit'>,
  head: string | null,
): Promise<Verification> {
  const end = await store.auditEnd();
  let last = START;
  let fault: AuditFault | null = null;
  let found: number | null = null;
  while (last.seq < end.seq && fault === null) {
    const look = await store.checkAudit({ after: last, through: end.seq, limit: LOOK, head });
    const stands = look.last.seq === last.seq;
    ({ last, fault } = look);
    found ??= look.found;
    // Nothing was found wrong and nothing was found: they went while we looked.
    if (stands && fault === null) fault = { seq: last.seq + 1, fault: 'missing' };
    await nextTurn();
  }
  // More numbers were given than there are entries: the newest are gone.
  if (fault === null && end.highest > end.seq) fault = { seq: end.seq + 1, fault: 'cut' };
  const given = head === null ? null : { found: found !== null, seq: found };
  const intact = fault === null && given?.found !== false;
  return { intact, entries: last.seq, last, fault, head: given };
}
