/** How an administrative act came: from a page or a program's call, from the terminal, or by the process itself when a time came. */
export const AUDIT_VIA = ['page', 'terminal', 'system'] as const;
export type AuditVia = (typeof AUDIT_VIA)[number];

/** Who acts, and from where: what the audit log keeps beside what was done. */
export type Actor = Readonly<{
  /** Null for the process itself. */
  id: string | null;
  name: string;
  via: AuditVia;
  /** The client's network address, when there is one. */
  address: string | null;
  requestId: string | null;
}>;

export const AUDIT_OBJECTS = [
  'broadcast',
  'notification',
  'group',
  'person',
  'invitation',
  'key',
  'audit',
] as const;
export type AuditObject = Readonly<{
  kind: (typeof AUDIT_OBJECTS)[number];
  id: string;
  /** What it was called then. */
  name: string;
}>;

/** One row of the audit log. */
export type AuditEntry = Readonly<{
  seq: number;
  at: string;
  actor: Actor;
  /** `<object>.<verb>`, such as `broadcast.recall`. */
  action: string;
  object: AuditObject;
  /** What is recorded of the object before and after; null where there was or is none. */
  before: unknown;
  after: unknown;
  /** SHA-256, in hexadecimal, of the entry before it and of this one. */
  previous: string;
  hash: string;
}>;

/** What stands before the first entry. */
export const NO_HASH = '0'.repeat(64);
