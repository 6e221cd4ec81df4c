import 'server-only';
import * as z from 'zod';
import {
  RECIPIENT_FILTERS,
  RECIPIENTS_PAGE,
  RECIPIENTS_PAGE_MAX,
  type RecipientPage,
} from '@/lib/inbox/recipient';
import { context } from '../../context';
import { limitField } from '../../input-fields';
import { searchField } from '../../search-field';
import type { Viewer } from '../../sessions/session-viewer';
import { requireNames } from './require-names';

const filterFields = {
  state: z.enum(RECIPIENT_FILTERS, `The state is one of ${RECIPIENT_FILTERS.join(', ')}.`).default('all'),
  q: searchField,
};

/** Which people, for the file. */
export const recipientsFilter = z.strictObject(filterFields);

export const recipientsQuery = z.strictObject({
  ...filterFields,
  before: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'This is not the next of a page.')
    .nullable()
    .default(null),
  limit: limitField({ max: RECIPIENTS_PAGE_MAX, usual: RECIPIENTS_PAGE }),
});

/** A page of a broadcast's people and how far each has come; `forbidden` where only totals are shown. Senders and administrators. */
export async function listRecipients(
  viewer: Viewer,
  id: string,
  page: z.infer<typeof recipientsQuery>,
): Promise<RecipientPage> {
  requireNames(viewer);
  return context().store.recipients(id, page);
}
