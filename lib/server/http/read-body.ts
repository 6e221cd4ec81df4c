import 'server-only';
import { AppError } from '@/lib/errors';

/** A body larger than this is refused while it arrives, unless its route takes more: 1,000 recipients and the longest text fit well within. */
export const BODY_LIMIT_BYTES = 64 * 1024;
/** Far more than any form or address of ours has. */
const PAIRS_MAX = 50;

/**
 * The body's JSON value; an empty body is an empty object. Throws `unsupported_media_type` unless it says it
 * is JSON (a form of another site cannot say so), `too_large`, or `invalid`.
 */
export async function readJson(request: Request, limitBytes = BODY_LIMIT_BYTES): Promise<unknown> {
  const text = await readText(request, 'application/json', limitBytes);
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid', 'The body is not JSON.', { cause });
  }
}

/** A list as it was saved: `text/csv`, which a form of another site cannot send either, or JSON with it as `csv`. Throws like `readJson`. */
export async function readCsv(request: Request, limitBytes: number): Promise<unknown> {
  if (mediaTypeOf(request) !== 'text/csv') return readJson(request, limitBytes);
  return { csv: await readText(request, 'text/csv', limitBytes) };
}

/** The fields of a form, each at most once. Throws like `readJson`. */
export async function readForm(request: Request): Promise<unknown> {
  return onlyOnce(new URLSearchParams(await readText(request, 'application/x-www-form-urlencoded')));
}

/**
 * The pairs as an object. Throws `invalid` for a name that is given twice (which one counts would be a guess)
 * and for more than 50 pairs.
 */
export function onlyOnce(pairs: URLSearchParams): Record<string, string> {
  // Nobody has to be signed in to send 64 KB of short names: the count is settled before anything is compared.
  if (pairs.size > PAIRS_MAX) throw new AppError('invalid', `At most ${PAIRS_MAX} fields may be given.`);
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of pairs.keys()) (seen.has(name) ? twice : seen).add(name);
  if (twice.size > 0) {
    throw new AppError('invalid', 'Some of what was sent is not right.', {
      errors: [...twice].map((path) => ({ path, message: 'This is given more than once.' })),
    });
  }
  return Object.fromEntries(pairs);
}

/** The text of a body of this type; an empty one needs no type. */
async function readText(request: Request, mediaType: string, limitBytes = BODY_LIMIT_BYTES): Promise<string> {
  const bytes = await readBytes(request, limitBytes);
  if (bytes.length === 0) return '';
  if (mediaTypeOf(request) !== mediaType) {
    throw new AppError('unsupported_media_type', `Send the body as ${mediaType}.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('invalid', 'The body is not UTF-8 text.', { cause });
  }
}

export function mediaTypeOf(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

async function readBytes(request: Request, limitBytes: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > limitBytes) throw tooLarge(limitBytes);
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    size += value.byteLength;
    if (size > limitBytes) {
      await reader.cancel();
      throw tooLarge(limitBytes);
    }
    chunks.push(value);
  }
}

function tooLarge(limitBytes: number): AppError {
  return new AppError('too_large', `The body may have at most ${limitBytes} bytes.`);
}
