import type { Connection } from '@/db/sqlite/connection';
import { isoOrNull } from '@/db/sqlite/iso';
import type { LongReads, LongRow } from '@/db/sqlite/long-reads';
import type { Follow } from '@/db/store-follow';
import { AppError } from '@/lib/errors';
import { type Recipient, type RecipientFilter, reachedState, type SkipReason } from '@/lib/inbox/recipient';
import type { BroadcastRow } from '../broadcast-row';
import type { BroadcastRows } from '../rows';
import type { ManyFigures } from './many-figures';
import { recipientQueries, SOURCES } from './recipient-queries';

const PAGE_MAX = 1_000;

/** The people of one broadcast, page by page in the order of their ids. */
export function recipients(
  connection: Connection,
  { rows, longReads, figures }: { rows: BroadcastRows; longReads: LongReads; figures: ManyFigures },
): Pick<Follow, 'recipients'> {
  const { snapshot } = connection;
  const queries = recipientQueries(connection);

  return {
    async recipients(id, { state, q, before, limit }) {
      if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_MAX) {
        throw new AppError('invalid', `A page has 1 to ${PAGE_MAX} people.`);
      }
      const row = snapshot(() => rows.get(id));
      const place = { q, after: before ?? '', limit: limit + 1 };
      const asked = SOURCES[state].map((source) => {
        if (source === 'reached') return queries.reached(id, state, place);
        return source === 'skipped' ? queries.skipped(id, place) : queries.pending(row, place);
      });
      const found = await longReads.run(asked);
      const merged = SOURCES[state]
        .flatMap((source, nth) => (found[nth] ?? []).map((line) => toRecipient(source, line)))
        .sort((one, other) => (one.id < other.id ? -1 : 1));
      const shown = merged.slice(0, limit);
      return {
        recipients: shown,
        next: merged.length > limit ? (shown.at(-1)?.id ?? null) : null,
        unlisted: before === null ? await unlisted(row, state) : null,
      };
    },
  };

  /** Those who are in the figures, and of whom nothing says who they are. */
  async function unlisted(row: BroadcastRow, state: RecipientFilter): Promise<number> {
    const unreached = (await figures([row.id])).get(row.id)?.skippedFor.unreached ?? 0;
    const purged = purgedOf(row);
    return { ...purged, skipped: unreached, all: purged.all + unreached }[state];
  }
}

/** What purged copies had counted for, by the filter that would show them. */
function purgedOf(row: BroadcastRow): Readonly<Record<RecipientFilter, number>> {
  const { purgedDelivered: delivered, purgedSeen: seen, purgedRead: read, purgedClicked: clicked } = row;
  const marked = { delivered, seen, read, clicked, unseen: delivered - seen, unread: delivered - read };
  return { ...marked, all: delivered, pending: 0, skipped: 0 };
}

function toRecipient(source: 'reached' | 'skipped' | 'pending', line: LongRow): Recipient {
  const { id, name, email } = line;
  const person = { id: String(id), name: String(name), email: String(email) };
  const marks = {
    deliveredAt: time(line.delivered_at),
    seenAt: time(line.seen_at),
    readAt: time(line.read_at),
    clickedAt: time(line.clicked_at),
  };
  if (source === 'reached') return { ...person, ...marks, state: reachedState(marks), skipped: null };
  // The cast: the column holds nothing else.
  const skipped = source === 'skipped' ? (line.reason as SkipReason) : null;
  return { ...person, ...marks, state: source, skipped };
}

const time = (value: unknown): string | null => isoOrNull(typeof value === 'number' ? value : null);
