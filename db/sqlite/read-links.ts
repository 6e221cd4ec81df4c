import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { LINK_BYTES, type Link, toLink } from './log-link';

/** https://sqlite.org/fileformat2.html#walformat */
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const FIRST_PAGE = 1;

/** What a log has committed, as far as links go: how many frames, and each state of the first page, oldest first. */
export type LogLinks = Readonly<{ frames: number; links: readonly Link[] }>;

/** The link of a database file, read without its log; null when there is no file, or an empty one. */
export function readFileLink(file: string): Link | null {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < LINK_BYTES) return null;
  return reading(file, (at) => toLink(at(0, LINK_BYTES)));
}

/**
 * The links of a write-ahead log, read without SQLite, which would take it for the log of whatever file lies beside
 * it. Sums are not checked: what SQLite leaves out for a wrong one can only name states that no file was ever in.
 */
export function readLogLinks(path: string): LogLinks {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size < HEADER_BYTES) return { frames: 0, links: [] };
  return reading(path, (at) => framesOf(at, size));
}

type At = (position: number, bytes: number) => Buffer;

function framesOf(at: At, size: number): LogLinks {
  const header = Buffer.from(at(0, HEADER_BYTES));
  const pageBytes = header.readUInt32BE(8);
  const salts = header.subarray(16, 24);
  const links: Link[] = [];
  let committed = { frames: 0, links: 0 };
  const frameBytes = FRAME_HEADER_BYTES + pageBytes;
  // Whatever this is, SQLite does not take it for a log either.
  if (pageBytes < 512) return { frames: 0, links };
  for (let frame = 0; HEADER_BYTES + (frame + 1) * frameBytes <= size; frame++) {
    const position = HEADER_BYTES + frame * frameBytes;
    const head = at(position, FRAME_HEADER_BYTES);
    // A log that began anew writes over the old one; what is left of that has other salts.
    if (!head.subarray(8, 16).equals(salts)) break;
    const isCommit = head.readUInt32BE(4) !== 0;
    if (head.readUInt32BE(0) === FIRST_PAGE) {
      links.push(toLink(at(position + FRAME_HEADER_BYTES, LINK_BYTES)));
    }
    if (isCommit) committed = { frames: frame + 1, links: links.length };
  }
  return { frames: committed.frames, links: links.slice(0, committed.links) };
}

function reading<T>(path: string, work: (at: At) => T): T {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(LINK_BYTES);
  try {
    return work((position, length) => {
      readSync(file, buffer, 0, length, position);
      return buffer.subarray(0, length);
    });
  } finally {
    closeSync(file);
  }
}
