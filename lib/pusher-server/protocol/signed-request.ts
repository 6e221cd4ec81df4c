import { PusherError } from './errors';
import { isSignature, type Signer } from './signatures';

/** One HTTP API call, as far as its signature reaches. */
export type SignedRequest = {
  readonly method: string;
  /** The path as it was sent and as it decodes: SDKs sign either. */
  readonly rawPath: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
};

/** The moment of the call and how far from it, either way, a timestamp may lie. */
export type Window = { readonly nowSeconds: number; readonly windowSeconds: number };

/** What remains to be checked of an authentic call. */
export type Signature = { readonly signature: string; readonly timestampSeconds: number };

/**
 * Checks key, version, timestamp and signature of a call (Channels HTTP API, "authentication"). The body is
 * bound to it by `body_md5` alone, so the caller compares that too before it trusts the body, and looks
 * the signature up among those already used.
 * @throws PusherError 401 with a sentence that says which of them is wrong, never what would be right.
 */
export function checkSignedRequest(signer: Signer, request: SignedRequest, window: Window): Signature {
  const { query } = request;
  if (query.get('auth_key') !== signer.key) throw refused('auth_key is not the key of this application');
  if (query.get('auth_version') !== '1.0') throw refused('auth_version must be 1.0');

  const timestamp = query.get('auth_timestamp') ?? '';
  if (!TIMESTAMP.test(timestamp)) throw refused('auth_timestamp must be a time in whole seconds');
  const timestampSeconds = Number(timestamp);
  if (Math.abs(window.nowSeconds - timestampSeconds) > window.windowSeconds) {
    throw refused(`auth_timestamp is more than ${window.windowSeconds} seconds away from the server's clock`);
  }

  const signature = query.get('auth_signature') ?? '';
  if (!isSigned(signer.secret, signature, request)) throw refused('auth_signature is missing or wrong');
  return { signature, timestampSeconds };
}

const TIMESTAMP = /^[0-9]{1,12}$/;

function refused(sentence: string): PusherError {
  return new PusherError(401, sentence);
}

function isSigned(secret: string, signature: string, request: SignedRequest): boolean {
  const { method, rawPath, path } = request;
  const parameters = canonicalQuery(request.query);
  if (isSignature(secret, signature, `${method}\n${rawPath}\n${parameters}`)) return true;
  return path !== rawPath && isSignature(secret, signature, `${method}\n${path}\n${parameters}`);
}

/** `a=1&b=2`: every parameter but the signature itself, sorted by key, decoded. */
function canonicalQuery(query: ReadonlyMap<string, string>): string {
  let text = '';
  for (const key of [...query.keys()].sort()) {
    if (key !== 'auth_signature') text += `${text === '' ? '' : '&'}${key}=${query.get(key)}`;
  }
  return text;
}
