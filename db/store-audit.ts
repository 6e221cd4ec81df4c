import type { Actor, AuditEntry } from '@/lib/inbox/audit';
import type { Session } from './store';

/** Which entries a page shows: all that fit every filter that is given. */
export type AuditFilter = Readonly<{
  /** An actor's id, or part of the name, whatever its case. */
  actor?: string | null;
  /** The whole of one, such as `broadcast.recall`, or what it was done to, such as `broadcast`. */
  action?: string | null;
  object?: Readonly<{ kind: string; id: string | null }> | null;
  /** Part of the object's name or of what is recorded before or after, whatever its case. */
  q?: string | null;
  /** In milliseconds; the first is within, the second no longer. */
  from?: number | null;
  to?: number | null;
}>;

/** Where the chain of entries stands; `seq` 0 and no hash before the first. */
export type AuditPlace = Readonly<{ seq: number; hash: string }>;

/**
 * What is wrong with an entry: it is `missing` (the next one is there), it does not follow from the one before it
 * (`unlinked`), its columns are not those that were written (`changed`), or entries that were there are not any more
 * (`cut`).
 */
export type AuditFault = Readonly<{ seq: number; fault: 'missing' | 'unlinked' | 'changed' | 'cut' }>;

/** What somebody took out of the house as a file. */
export type Downloaded = Readonly<{ kind: 'audit' } | { kind: 'broadcast' | 'group'; id: string }>;

export type Audit = {
  /** Newest first, keyset by `seq`; at most 100. `next` is the next page's `before`. */
  auditLog(
    page: AuditFilter & { before: number | null; limit: number },
  ): Promise<{ entries: readonly AuditEntry[]; next: string | null }>;
  /** Oldest first, from after `seq`; at most 500. */
  auditAfter(seq: number, limit: number): Promise<readonly AuditEntry[]>;
  /** The newest entry, and the highest number that was ever given: more than that when the end was cut off. */
  auditEnd(): Promise<AuditPlace & { readonly highest: number }>;
  /**
   * Looks at up to 500 entries after a place that is known to be good, at none beyond `through`. `last` is the last
   * good one; `found` is the number of the entry whose hash was asked for, when it is among them.
   */
  checkAudit(check: {
    after: AuditPlace;
    through: number;
    limit: number;
    head: string | null;
  }): Promise<{ last: AuditPlace; fault: AuditFault | null; found: number | null }>;
  /** Writes down that the log was verified, and what came out. */
  noteVerification(verification: { by: Actor; outcome: unknown; now: number }): Promise<void>;
  /** Writes down who takes what out as a file, and what they asked for; `not_found` when there is no such thing. */
  noteDownload(download: { of: Downloaded; by: Actor; asked: unknown; now: number }): Promise<void>;
  /** A session of an administrator that was opened from a terminal, and its entry; `not_found` when they are none, or disabled. */
  openTerminalSession(session: {
    id: string;
    /** An address; null for the first administrator there was who is one still. */
    email: string | null;
    address: string | null;
    requestId: string | null;
    now: number;
    expiresAt: number;
  }): Promise<{ session: Session; administrator: { name: string; email: string; authVersion: number } }>;
};
