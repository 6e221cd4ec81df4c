import 'server-only';
import * as z from 'zod';
import type { PersonFilter, PersonListed } from '@/db/store-people';
import { ROLES } from '@/lib/inbox/audience';
import { requireRole } from '../caller';
import { context } from '../context';
import { limitField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';
import { SESSION_IDLE_MS } from '../sessions/session-viewer';

/** Rows of a page unless asked otherwise, and the most the store answers. */
const PAGE = 50;
const PAGE_MAX = 100;
/** As long as the longest address; a name is shorter. */
const SEARCH_MAX = 254;

/** Where a page begins: the `next` of the page before it, which is an id. */
export const beforeId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not the next of a page.')
  .nullable()
  .default(null);

export const peopleQuery = z.strictObject({
  q: z
    .string()
    .trim()
    .max(SEARCH_MAX, `This may have at most ${SEARCH_MAX} characters.`)
    .transform((text) => (text === '' ? null : text))
    .nullable()
    .default(null),
  role: z
    .enum(ROLES, `This must be one of ${ROLES.join(', ')}.`)
    .nullable()
    .default(null),
  state: z.enum(['active', 'disabled'], 'This must be active or disabled.').nullable().default(null),
  before: beforeId,
  limit: limitField({ max: PAGE_MAX, usual: PAGE }),
});

/** People, newest first, of whom a name or an address has `q` in it; `next` is the next page's `before`. Administrators only. */
export async function listPeople(
  viewer: Viewer,
  page: Partial<PersonFilter> & { before?: string | null; limit?: number } = {},
): Promise<{ people: readonly PersonListed[]; next: string | null }> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  const { q = null, role = null, state = null, before = null, limit = PAGE } = page;
  const at = now();
  return store.listPeople({ q, role, state, before, limit, now: at, idleAfter: at - SESSION_IDLE_MS });
}
