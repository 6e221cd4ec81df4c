/**
 * The value of a field of a JSON object, to the character; `undefined` without such a field, and the last one where
 * there are several, as `JSON.parse` has it. The text must have been parsed before: its form is not checked again.
 *
 * What is parsed and written again need not be the same: a number beyond 2^53 is rounded, one beyond 1e308 lost.
 */
export function rawField(json: string, name: string): string | undefined {
  let value: string | undefined;
  let depth = 0;
  /** Where the field's name, or after the colon its value, begins. */
  let begin = -1;
  let key = '';
  for (let at = 0; at < json.length; at++) {
    const char = json[at] ?? '';
    if (char === '"') at = endOfString(json, at);
    else if (char === '[') depth++;
    else if (char === ']') depth--;
    else if (char === '{') {
      if (depth++ === 0) begin = at + 1;
    } else if (char === ':' && depth === 1) {
      key = JSON.parse(json.slice(begin, at)) as string;
      begin = at + 1;
    } else if ((char === ',' && depth === 1) || (char === '}' && --depth === 0)) {
      // Nothing came before the brace of an empty object.
      if (key === name && json.slice(begin, at).trim() !== '') value = json.slice(begin, at).trim();
      key = '';
      begin = at + 1;
    }
  }
  return value;
}

const BACKSLASH = '\\';

/** The place of the quotation mark that ends the string beginning at `at`. */
function endOfString(json: string, at: number): number {
  for (let next = at + 1; ; next++) {
    if (json[next] === BACKSLASH) next++;
    else if (json[next] === '"' || next >= json.length) return next;
  }
}
