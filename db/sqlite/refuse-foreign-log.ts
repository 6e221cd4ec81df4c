import { existsSync, realpathSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { StoreNews } from '@/db/store-health';
import { AppError } from '@/lib/errors';
import type { Link } from './log-link';
import { type LogLinks, readFileLink, readLogLinks } from './read-links';
import { isDamage } from './refusal';

type Verdict = 'same' | 'foreign' | 'unproven';

/**
 * Throws `unavailable`, with what to do, when the write-ahead log beside this file is another's: an older copy was
 * put back as the file and the log was left. SQLite would take it for the file's own, mix the two, and acknowledge
 * writes that nobody can read again. Nothing is changed, and to be called before anything opens the file.
 *
 * Links prove it within milliseconds, however large the file. Where there are none, because an earlier version wrote
 * the file or another program the log, the whole file is read instead, which takes its time and finds most of it.
 */
export function refuseForeignLog(given: string, tell: (news: StoreNews) => void): void {
  // SQLite looks for the log beside the file itself, by whatever path it is reached.
  const file = existsSync(given) ? realpathSync(given) : given;
  const log = readLogLinks(`${file}-wal`);
  const verdict = compare(readFileLink(file), log);
  if (verdict === 'same') return;
  if (verdict === 'foreign') throw foreign(file);
  const message = 'The log cannot be told to be of this database; all of it is read, which may take long';
  tell({ level: 'warn', message, facts: { frames: log.frames } });
  checkWhole(file);
}

/**
 * A file holds the state with which its log began, or any later one that was copied into it: so its link is the one
 * before the log's first, or one of the log's own.
 */
export function compare(file: Link | null, { frames, links }: LogLinks): Verdict {
  if (frames === 0) return 'same';
  // A log without its file; SQLite would remove it. And a file that never had one.
  if (!file?.usesLog) return 'foreign';
  const [first] = links;
  if (!first) return 'unproven';
  const states = [{ link: first.before, schema: first.schema }, ...links];
  const matching = states.filter(({ link }) => link === file.link);
  if (matching.length === 0) return 'foreign';
  // Every file from before there were links has none; and a copy that was packed anew has its pages elsewhere.
  const isSure = file.link !== 0 && matching.some(({ schema }) => schema === file.schema);
  return isSure ? 'same' : 'unproven';
}

/** Only read: closing a connection that may write would copy the log into the file. */
function checkWhole(file: string): void {
  const client = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    if (client.pragma('quick_check(1)', { simple: true }) !== 'ok') throw foreign(file);
  } catch (error) {
    throw isDamage(error) ? foreign(file, error) : error;
  } finally {
    client.close();
  }
}

function foreign(file: string, cause?: unknown): AppError {
  const sentence =
    `${file}-wal is not the log of the ${file} that lies beside it: a copy was put back, or the file taken away, ` +
    `and the log of the file before it was left. Nothing was changed. To go on with the file that is there now, ` +
    `move ${file}-wal and ${file}-shm to another folder and start again: what only that log holds is not in it. ` +
    'To go on as before instead, put back the file that was there.';
  return new AppError('unavailable', sentence, { cause });
}
