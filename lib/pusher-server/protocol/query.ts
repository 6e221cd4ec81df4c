import { PusherError } from './errors';

/**
 * The parameters of a query string, decoded, by lower-case key. A `+` stays a `+`, as the signing SDKs have it.
 * @throws PusherError 400 for broken percent-encoding and for a parameter given twice: whoever signed it and
 * whoever reads it must not see different values.
 */
export function parseQuery(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (let start = 0; start < query.length; ) {
    const ampersand = query.indexOf('&', start);
    const end = ampersand < 0 ? query.length : ampersand;
    if (end > start) add(parameters, query.slice(start, end));
    start = end + 1;
  }
  return parameters;
}

/**
 * Percent-decodes one name, value or path segment.
 * @throws PusherError 400 when the encoding is broken.
 */
export function decode(text: string): string {
  // Most of what is signed has nothing to decode, and looking is ten times cheaper than decoding.
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // The sender's mistake and nothing else: decodeURIComponent throws for no other reason.
    throw new PusherError(400, 'The address is not correctly percent-encoded');
  }
}

function add(parameters: Map<string, string>, part: string): void {
  const equals = part.indexOf('=');
  const key = decode(equals < 0 ? part : part.slice(0, equals)).toLowerCase();
  if (parameters.has(key)) throw new PusherError(400, `The parameter ${key} is given twice`);
  parameters.set(key, equals < 0 ? '' : decode(part.slice(equals + 1)));
}
