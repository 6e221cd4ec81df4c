import type * as z from 'zod';
import { AppError } from '@/lib/errors';
import { dayEnd, dayStart } from '@/lib/inbox/day-bounds';
import { broadcastsQuery } from '@/lib/server/broadcasts/follow/search-broadcasts';
import { parseInput } from '@/lib/server/http/parse-input';

/** What the address of the list asks for. Its days are those of the reader, and the last one is in it whole. */
export function parseHistory(
  { from, to, ...rest }: Readonly<Record<string, string>>,
  zone: string,
): z.infer<typeof broadcastsQuery> {
  const query = parseInput(broadcastsQuery, rest);
  return {
    ...query,
    from: from === undefined ? null : known('from', dayStart(from, zone)),
    to: to === undefined ? null : known('to', dayEnd(to, zone)),
  };
}

function known(path: string, at: number | null): number {
  if (at !== null) return at;
  const message = 'This must be a day such as 2030-01-31.';
  throw new AppError('invalid', message, { errors: [{ path, message }] });
}
