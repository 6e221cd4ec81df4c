import 'server-only';
import * as z from 'zod';
import type { AuditFilter } from '@/db/store-audit';
import { AUDIT_OBJECTS, type AuditEntry } from '@/lib/inbox/audit';
import { requireRole } from '../caller';
import { context } from '../context';
import { parseInput } from '../http/parse-input';
import { limitField, placeField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';

const PAGE = 50;
const PAGE_MAX = 100;

const part = z.string().trim().max(200, 'This may have at most 200 characters.').nullable().default(null);
const moment = z.iso
  .datetime({ offset: true, error: 'This must be a time such as 2030-01-31T09:00:00Z.' })
  .transform((text) => Date.parse(text))
  .nullable()
  .default(null);

const KINDS = AUDIT_OBJECTS.join('|');
const object = z
  .string()
  .regex(
    new RegExp(`^(${KINDS})(:[A-Za-z0-9_-]{1,64})?$`),
    `This is one of ${AUDIT_OBJECTS.join(', ')}, or one with its id (key:1a2b).`,
  )
  .transform((text) => {
    const [kind = '', id = null] = text.split(':');
    return { kind, id };
  })
  .nullable()
  .default(null);

/** What an entry must fit; each may be left out. */
export const auditFilterFields = {
  actor: part,
  action: z
    .string()
    .regex(/^[a-z]{1,30}(\.[A-Za-z-]{1,30})?$/, 'This is an action such as broadcast.recall.')
    .nullable()
    .default(null),
  object,
  q: part,
  from: moment,
  to: moment,
};

export const auditQuery = z.strictObject({
  ...auditFilterFields,
  before: placeField.transform(Number).nullable().default(null),
  limit: limitField({ max: PAGE_MAX, usual: PAGE }),
});

/** A page of what administrators and senders did, newest first; `next` is the next page's `before`. Administrators only. */
export async function listAudit(
  viewer: Viewer,
  { before = null, limit = PAGE, ...filter }: AuditFilter & { before?: number | null; limit?: number } = {},
): Promise<{ entries: readonly AuditEntry[]; next: string | null }> {
  requireRole(viewer, 'admin');
  return context().store.auditLog({ ...filter, before, limit });
}

/** The same for a page, whose address was typed by anybody: `invalid` for what cannot be looked for. */
export async function findAuditPage(
  viewer: Viewer,
  search: Readonly<Record<string, string>>,
): ReturnType<typeof listAudit> {
  requireRole(viewer, 'admin');
  return listAudit(viewer, parseInput(auditQuery, search));
}
