import { UsageError } from './command';

/** A moment as the server takes it: an instant, or what clocks show in a zone. */
export type TimeGiven =
  | Readonly<{ at: string }>
  | Readonly<{ local: Readonly<{ date: string; time: string; zone: string; fold?: 'earlier' | 'later' }> }>;

/**
 * `2026-12-01T09:00` in `--zone` (this computer's unless given), or an instant with its offset,
 * `2026-12-01T09:00:00+01:00`. An hour that comes twice is settled by `--fold`. Throws `UsageError`.
 */
export function timeOf(
  at: string,
  { zone, fold, ownZone }: { zone: string | null; fold: string | null; ownZone: string },
): TimeGiven {
  const wall = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})$/.exec(at);
  if (wall) {
    const [, date = '', time = ''] = wall;
    return { local: { date, time, zone: zone ?? ownZone, ...foldOf(fold) } };
  }
  if (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(at) &&
    !Number.isNaN(Date.parse(at))
  ) {
    if (zone !== null) throw new UsageError('--at with an offset needs no --zone.');
    return { at: new Date(at).toISOString() };
  }
  throw new UsageError('--at takes 2026-12-01T09:00 with --zone, or 2026-12-01T09:00:00+01:00.');
}

function foldOf(fold: string | null): { fold?: 'earlier' | 'later' } {
  if (fold === null) return {};
  if (fold === 'earlier' || fold === 'later') return { fold };
  throw new UsageError('--fold is earlier or later: which of the two when clocks show an hour twice.');
}
