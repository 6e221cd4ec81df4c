import { parseLink } from './link';
import { isModest } from './markup';
import type { BodyFormat } from './notification';

/**
 * The words of a body as a person would read them aloud: without the signs of its markup, one line for each paragraph,
 * item or line of its own. For where there is room for a line or two: the tray, a toast, speech. Nothing is ever
 * added: the answer is what was typed with characters left out.
 */
export function plainText(body: string, format: BodyFormat): string {
  if (format === 'plain' || !isModest(body)) return body;
  return blocksOf(body)
    .map(wordsOf)
    .join('\n')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

const BULLETS = /^[ \t]*(?:[-+*](?:[ \t]+|$))+/;
const ITEM = /^[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/;

/** Emphasis ends with its paragraph, and a number is a word where a bullet is a sign. */
function blocksOf(body: string): string[] {
  const blocks: string[] = [];
  let open = false;
  for (const line of body.split('\n')) {
    const text = line.replace(BULLETS, '');
    if (open && line.trim() !== '' && !ITEM.test(line)) blocks.push(`${blocks.pop() ?? ''}\n${text}`);
    else blocks.push(text);
    open = line.trim() !== '';
  }
  return blocks;
}

/** Code, escaped signs and links that must not be followed stay as they are; and so do the characters that stand in for them. */
const LITERAL =
  /[\uE000-\uF8FF]|\\([!-/:-@[-`{-~])|(?<!`)(`+)(?!`)((?:[^`]|(?!\2(?!`))`+(?!`))*?[^`])\2(?!`)|<([a-z][a-z0-9+.-]+:[^\s<>]*)>/gi;
const LINK = /(!?)\[([^[\]]*)\]\((?:<([^<>\n]*)>|([^\s()<>]*))(?:[ \t]+"[^"]*")?\)/g;

const EMPHASIS = [
  /\*\*(?=\S)((?:[^*]|\*(?!\*))+?)(?<=\S)\*\*/g,
  /\*(?=\S)([^*]+)(?<=\S)\*/g,
  // Within a word an underscore is a character of it.
  /(?<![\p{L}\p{N}_])__(?=\S)((?:[^_]|_(?!_))+?)(?<=\S)__(?![\p{L}\p{N}_])/gu,
  /(?<![\p{L}\p{N}_])_(?=\S)([^_]+|[^_]*[\p{L}\p{N}]_[\p{L}\p{N}][^_]*)(?<=\S)_(?![\p{L}\p{N}_])/gu,
];

function wordsOf(block: string): string {
  const kept: string[] = [];
  const keep = (text: string): string => String.fromCharCode(0xe000 + kept.push(text) - 1);
  const restore = (text: string): string =>
    text.replaceAll(/[\uE000-\uF8FF]/g, (sign) => kept[sign.charCodeAt(0) - 0xe000] ?? sign);

  let words = block.replaceAll(LITERAL, (typed, escaped, ticks, code, address) => {
    if (escaped !== undefined) return keep(escaped);
    if (ticks !== undefined) return keep(inCode(code));
    return keep(address !== undefined && parseLink(address) ? address : typed);
  });
  words = words.replaceAll(LINK, (typed, image, label, bracketed, bare) => {
    const target = restore(bracketed ?? bare);
    return image === '' && parseLink(target) !== null ? label : keep(restore(typed));
  });
  for (const emphasis of EMPHASIS) words = words.replaceAll(emphasis, '$1');
  return restore(words);
}

/** A space beside each end is for ticks within. */
function inCode(code: string): string {
  return /^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code;
}
