import 'server-only';
import type { RequestReader } from '../sessions/session-viewer';

/** The cookies and headers of a `Request`. Of two cookies with one name the first counts, as in RFC 6265's order. */
export function requestReader(request: Request): RequestReader {
  return {
    header: (name) => request.headers.get(name),
    cookie: (name) => readCookie(request.headers.get('cookie') ?? '', name),
  };
}

function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return decode(pair.slice(at + 1).trim());
  }
  return null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not percent-encoded after all: then the bytes are the value, and whoever reads it refuses what it is not.
    return value;
  }
}
