import 'server-only';
import type * as z from 'zod';

/**
 * Control characters, halves of a surrogate pair, line and paragraph separators, and what embeds, overrides or
 * isolates a direction of writing: with those, what is read is not what was written (Unicode TR 36, section 2.5).
 * The direction marks U+200E, U+200F and U+061C turn nothing round and are needed in mixed text.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * Something to see: a letter, digit, punctuation mark or symbol, emoji among them. Not a Hangul filler, which
 * is a letter, nor the Braille blank, which is a symbol: both are as empty as a space.
 */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Refuses a text in which something hides, or that shows nothing at all; an empty one is for others to judge.
 * Joiners and variation selectors pass beside something visible: emoji and many scripts are made with them.
 */
export function refuseHidden(text: string, context: z.RefinementCtx): void {
  if (HIDDEN.test(text)) context.addIssue('Control characters are not allowed here.');
  else if (text !== '' && !VISIBLE.test(text)) context.addIssue('This needs something that can be seen.');
}
