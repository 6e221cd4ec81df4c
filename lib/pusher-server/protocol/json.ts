/**
 * The parsed value, or `undefined` when the text is no JSON or is nested deeper than 64 levels.
 *
 * Node parses any depth, but `JSON.stringify` overflows the stack on what it parsed: a relay that passes
 * client data on is ended by one frame of brackets. Refusing the depth here keeps every later step safe.
 */
export function parseJson(text: string): unknown {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON. The caller answers the sender; there is nothing else to know.
    return undefined;
  }
}

/** A JSON object, neither null nor a list. Read it with `Object.hasOwn` in mind: its keys are a stranger's. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a parsed value is an object with fields. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const MAX_DEPTH = 64;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function isDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (quoted) {
      if (char === BACKSLASH) at++;
      else if (char === QUOTE) quoted = false;
    } else if (char === QUOTE) quoted = true;
    // `[` and `{` share all bits but one, and so do `]` and `}`.
    else if ((char | 0x20) === 0x7b) {
      if (++depth > MAX_DEPTH) return true;
    } else if ((char | 0x20) === 0x7d) depth--;
  }
  return false;
}
