import type { LongRow } from '@/db/sqlite/long-reads';
import { auditLog } from '@/db/sqlite/schema-audit';
import { AUDIT_OBJECTS, AUDIT_VIA, type AuditEntry } from '@/lib/inbox/audit';

/** Every column under the name it has in the table, as a long read answers them too. */
export const entryColumns = {
  seq: auditLog.seq,
  at: auditLog.at,
  actor_id: auditLog.actorId,
  actor_name: auditLog.actorName,
  via: auditLog.via,
  address: auditLog.address,
  request_id: auditLog.requestId,
  action: auditLog.action,
  object_kind: auditLog.objectKind,
  object_id: auditLog.objectId,
  object_name: auditLog.objectName,
  before: auditLog.before,
  after: auditLog.after,
  previous: auditLog.previous,
  hash: auditLog.hash,
};

/**
 * The entry of a row. Somebody may have written into the file: whatever stands there can be read, so that the log of a
 * break-in is not what cannot be opened after it. Whether it is what was written is for `checkAudit` to say.
 */
export function toEntry(row: LongRow): AuditEntry {
  return {
    seq: Number(row.seq),
    at: momentOf(row.at),
    actor: {
      id: textOrNull(row.actor_id),
      name: text(row.actor_name),
      via: AUDIT_VIA.find((via) => via === row.via) ?? 'system',
      address: textOrNull(row.address),
      requestId: textOrNull(row.request_id),
    },
    action: text(row.action),
    object: {
      kind: AUDIT_OBJECTS.find((kind) => kind === row.object_kind) ?? 'audit',
      id: text(row.object_id),
      name: text(row.object_name),
    },
    before: jsonOf(row.before),
    after: jsonOf(row.after),
    previous: text(row.previous),
    hash: text(row.hash),
  };
}

function text(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** A moment that is none is the beginning of time rather than an error. */
function momentOf(value: unknown): string {
  const at = new Date(Number(value));
  return Number.isNaN(at.getTime()) ? new Date(0).toISOString() : at.toISOString();
}

function jsonOf(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  try {
    return JSON.parse(String(value));
  } catch {
    // It was JSON when it was written; now it is shown as it is.
    return String(value);
  }
}
