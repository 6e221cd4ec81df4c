import 'server-only';
import type { BadReason } from '@/lib/inbox/group-import';
import { csvRecords, delimiterOf } from './csv-records';

export type AddressLine = Readonly<{ line: number; text: string }> &
  Readonly<{ address: string } | { address: null; reason: Extract<BadReason, 'quoting' | 'no_address'> }>;

const HEADINGS = new Set(['email', 'e-mail', 'mail', 'email address', 'e-mail address']);
const ADDRESS_MAX = 254;

/**
 * The address on each line of a list, in lower case: in the column that is headed as such, otherwise in the first.
 * Lines with nothing on them are left out; never throws.
 */
export function* addressLines(lines: readonly string[]): Generator<AddressLine> {
  let column: number | null = null;
  const addressIn = (cells: readonly string[]) => addressOf(cells[column ?? 0] ?? '');
  const accepts = (cells: readonly string[]) =>
    (column === null && headingOf(cells) !== null) || addressIn(cells) !== null;

  for (const { line, text, cells } of csvRecords(lines, { delimiter: delimiterOf(lines), accepts })) {
    if (cells === null) {
      yield { line, text, address: null, reason: 'quoting' };
      continue;
    }
    const heading: number | null = column === null ? headingOf(cells) : null;
    column ??= heading ?? 0;
    if (heading !== null) continue;
    const address = addressIn(cells);
    if (address === null) yield { line, text, address, reason: 'no_address' };
    else yield { line, text, address };
  }
}

function headingOf(cells: readonly string[]): number | null {
  const at = cells.findIndex((cell) => HEADINGS.has(cell.trim().toLowerCase()));
  return at < 0 ? null : at;
}

/** Looks no closer than it must: whether it is somebody's is asked of the store. */
function addressOf(cell: string): string | null {
  // Our own export puts an apostrophe before what a spreadsheet would take for a formula.
  const address = cell
    .trim()
    .replace(/^'(?=[=+@-])/, '')
    .toLowerCase();
  return address.length <= ADDRESS_MAX && /^[^\s@",;<>]+@[^\s@",;<>]+$/.test(address) ? address : null;
}
