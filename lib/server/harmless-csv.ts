import 'server-only';
import type { Options } from 'csv-stringify/sync';

/**
 * How CSV is written that holds names, which are anybody's, and is opened by an administrator. A cell that a spreadsheet
 * would take for a formula begins with an apostrophe instead, and so does a part of one that is a cell to a spreadsheet
 * which splits at something else than commas.
 */
export const HARMLESS_CSV = {
  escape_formulas: true,
  quoted_string: true,
  record_delimiter: 'windows',
  cast: { string: harmlessCell },
} satisfies Options;

/**
 * Where a `;` is the sign between cells, the quotes around ours keep nothing together: they begin in another cell. What
 * stands at the very beginning is made harmless when it is written, unless there is a space or a quote before it.
 */
const INNER_FORMULA = /(^[\s"]+|[;\t\r\n][\s"']*)(?=[=+\-@＝＋－＠])/g;

/** What begins like a formula after a sign that may part cells begins with an apostrophe. */
export function harmlessCell(text: string): string {
  return text.replaceAll(INNER_FORMULA, "$1'");
}
