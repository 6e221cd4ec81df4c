import { BODY_MAX } from './content';

/**
 * Whether a body holds no more markup than a person writes. Parsing is quadratic in what opens and never closes, and in
 * lists within lists; beyond this a body is shown as it was typed, so that no text can stop a page.
 */
export function isModest(body: string): boolean {
  return (
    body.length <= BODY_MAX &&
    countOf(body, SIGNS) <= SIGNS_MAX &&
    countOf(body, ITEMS) <= ITEMS_MAX &&
    countOf(body, LINES) <= LINES_MAX &&
    !DEEP.test(body)
  );
}

/** What may begin or end emphasis, code or a link. */
const SIGNS = /[*_`[\]<\\]/g;
const SIGNS_MAX = 240;

/** A line that is, or could become, an item of a list. */
const ITEMS = /^[ \t]*(?:[-+*]|\d{1,9}[.)])/gm;
const ITEMS_MAX = 60;

const LINES = /\n/g;
const LINES_MAX = 200;

/** Lists within each other: more than two opened on one line, or by how far a line stands in. */
const DEEP = /^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+){2}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)|^[ \t]{17}/m;

function countOf(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}
