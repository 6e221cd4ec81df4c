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
    !DEEP.test(body)
  );
}

/** What may begin or end emphasis, code or a link. */
const SIGNS = /[*_`[\]<\\]/g;
const SIGNS_MAX = 240;

/** A line that is, or could become, an item of a list. */
const ITEMS = /^[ \t]*(?:[-+*]|\d{1,9}[.)])/gm;
const ITEMS_MAX = 100;

/** More than three lists within each other: opened on one line, or by how far a line stands in. */
const DEEP = /^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+){3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)|^[ \t]{17}/m;

function countOf(text: string, what: RegExp): number {
  return text.match(what)?.length ?? 0;
}
