/**
 * Limits of what a sender writes, in characters as JavaScript counts them, for the edge that parses it and
 * the form that counts along: a title is one or two lines of a phone, a body is a notice and not an article.
 */
export const TITLE_MAX = 200;
export const BODY_MAX = 2_000;
/** What a link is called: a button's worth of words. */
export const LINK_LABEL_MAX = 24;
