import 'server-only';
import { CsvError, parse } from 'csv-parse/sync';

export type CsvRecord = Readonly<{
  /** Where it begins, counted from 1. */
  line: number;
  /** As it stands there. */
  text: string;
  /** Null when its quotation marks do not fit together. */
  cells: readonly string[] | null;
}>;

/** Lines of one quoted cell. A mark that is never closed must not swallow the rest of the file. */
const JOINED_MAX = 20;
/** Longer ones are not taken apart: nobody's particulars are that long, and it would stop the sockets. */
const RECORD_MAX = 16_384;
/** Lines with quotation marks that are read together, for it takes long to begin. */
const AT_ONCE = 100;

/** The lines of a text, whatever system it was written on; a byte order mark is none of its characters. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
}

/** A tab, a semicolon or a comma: whichever the first line with something on it has most of, outside of quotes. */
export function delimiterOf(lines: readonly string[]): string {
  const first = (lines.find((line) => line.trim() !== '') ?? '')
    .slice(0, RECORD_MAX)
    .replaceAll(/"[^"]*"/g, '');
  const counts = ['\t', ';', ','].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

/**
 * The records of these lines, empty ones left out; never throws. A record of several lines is taken as one if
 * `accepts` finds in it what is looked for: otherwise its first line is broken, and the next ones stand for themselves.
 */
export function* csvRecords(
  lines: readonly string[],
  { delimiter, accepts }: { delimiter: string; accepts: (cells: readonly string[]) => boolean },
): Generator<CsvRecord> {
  let read = new Map<number, readonly string[] | null>();
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    const record = { line: at + 1, text };
    if (!text.includes('"')) {
      const cells = text.split(delimiter);
      if (cells.some((cell) => cell.trim() !== '')) yield { ...record, cells };
    } else if (isClosed(text)) {
      if (!read.has(at)) read = readTogether(lines, at, delimiter);
      yield { ...record, cells: read.get(at) ?? null };
    } else {
      const end = endOf(lines, at);
      const joined = end === null ? null : lines.slice(at, end + 1).join('\n');
      const cells = joined === null ? null : cellsOf(joined, delimiter);
      const isWhole = end !== null && cells !== null && accepts(cells);
      yield { ...record, cells: isWhole ? cells : null };
      if (isWhole) at = end;
    }
  }
}

/** Each mark opens or closes, and two together do both: so the number says it. */
function isClosed(text: string): boolean {
  let marks = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) marks += 1;
  return marks % 2 === 0;
}

/** Where a quoted cell that is open at the end of a line is closed, if soon. */
function endOf(lines: readonly string[], at: number): number | null {
  for (let end = at + 1; end < lines.length && end < at + JOINED_MAX; end += 1) {
    if (!isClosed(lines[end] ?? '')) return end;
  }
  return null;
}

/** The cells of this line and of the next ones that have quotation marks and are whole. */
function readTogether(
  lines: readonly string[],
  from: number,
  delimiter: string,
): Map<number, readonly string[] | null> {
  const places: number[] = [];
  for (let at = from; at < lines.length && at < from + AT_ONCE; at += 1) {
    const text = lines[at] ?? '';
    if (text.length <= RECORD_MAX && text.includes('"') && isClosed(text)) places.push(at);
  }
  const all = recordsOf(places.map((at) => lines[at]).join('\n'), delimiter);
  if (all?.length === places.length) return new Map(places.map((at, nth) => [at, all[nth] ?? null]));
  return new Map(places.map((at) => [at, cellsOf(lines[at] ?? '', delimiter)]));
}

function cellsOf(text: string, delimiter: string): readonly string[] | null {
  if (text.length > RECORD_MAX) return null;
  const records = recordsOf(text, delimiter);
  return records?.length === 1 ? (records[0] ?? null) : null;
}

function recordsOf(text: string, delimiter: string): readonly (readonly string[])[] | null {
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true });
  } catch (error) {
    // Somebody's file is not as it should be: that is what is to be told of it.
    if (error instanceof CsvError) return null;
    throw error;
  }
}
