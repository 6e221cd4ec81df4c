import 'server-only';
import { stringify } from 'csv-stringify/sync';
import type * as z from 'zod';
import type { Figures } from '@/lib/inbox/broadcast';
import type { Recipient, RecipientPage } from '@/lib/inbox/recipient';
import { actorOf } from '../../actor';
import { context } from '../../context';
import { HARMLESS_CSV } from '../../harmless-csv';
import type { Viewer } from '../../sessions/session-viewer';
import type { recipientsFilter } from './list-recipients';
import { requireNames } from './require-names';

/** People in memory at once, whatever the size of the audience; writing as many lines holds everything else up for some milliseconds. */
const PAGE = 250;

const COLUMNS = [
  { key: 'id', header: 'id' },
  { key: 'name', header: 'name' },
  { key: 'email', header: 'email' },
  { key: 'state', header: 'state' },
  { key: 'deliveredAt', header: 'delivered_at' },
  { key: 'seenAt', header: 'seen_at' },
  { key: 'readAt', header: 'read_at' },
  { key: 'clickedAt', header: 'clicked_at' },
  { key: 'skipped', header: 'skipped_for' },
] satisfies readonly { key: keyof Recipient; header: string }[];

/**
 * A broadcast's people as a file, one page at a time and only as fast as it is taken; it ends when the reader goes.
 * Throws before the first byte what a list would: `forbidden` where only totals are shown, `not_found`.
 * It is an entry of the audit log, written after that and before the first byte.
 */
export async function recipientsCsv(
  viewer: Viewer,
  id: string,
  filter: z.infer<typeof recipientsFilter>,
): Promise<ReadableStream<Uint8Array>> {
  requireNames(viewer);
  const { store, now } = context();
  const pageAfter = (before: string | null) => store.recipients(id, { ...filter, before, limit: PAGE });
  const first = await pageAfter(null);
  const asked = { ...filter, people: peopleIn(filter, await store.figures(id)) };
  await store.noteDownload({ of: { kind: 'broadcast', id }, by: actorOf(viewer), asked, now: now() });
  const encoder = new TextEncoder();
  let next: RecipientPage | null = first;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (next === null) return controller.close();
        const page = next;
        next = null;
        controller.enqueue(encoder.encode(csvOf(page.recipients, { header: page === first })));
        if (page.next !== null) next = await pageAfter(page.next);
      },
      cancel() {
        next = null;
      },
    },
    // Nothing is read before it is asked for.
    { highWaterMark: 0 },
  );
}

/** How many the figures say they are; null when a search decides, which nobody has counted. */
function peopleIn({ state, q }: z.infer<typeof recipientsFilter>, figures: Figures | null): number | null {
  if (q !== null || !figures) return null;
  if (state === 'all') return figures.targeted;
  if (state === 'unseen') return figures.delivered - figures.seen;
  if (state === 'unread') return figures.delivered - figures.read;
  return figures[state];
}

/** No cell is a formula to a spreadsheet. The mark at the beginning tells spreadsheets that it is UTF-8. */
function csvOf(recipients: readonly Recipient[], { header }: { header: boolean }): string {
  return stringify([...recipients], { ...HARMLESS_CSV, columns: COLUMNS, header, bom: header });
}
