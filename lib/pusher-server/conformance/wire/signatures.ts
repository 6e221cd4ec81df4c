import { createHash, createHmac } from 'node:crypto';

/** Hex HMAC-SHA256: the one signature of the protocol. Written anew here, so that no mistake is shared. */
export function sign(secret: string, text: string | Buffer): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** Hex MD5, which the HTTP API wants of a body. */
export function md5(text: string | Buffer): string {
  return createHash('md5').update(text).digest('hex');
}

/** A key and the secret behind it. */
export type Signer = { readonly key: string; readonly secret: string };

/** `auth` of a subscription (Channels, "authorization signatures"). */
export function channelAuth(
  { key, secret }: Signer,
  { socketId, channel, channelData }: { socketId: string; channel: string; channelData?: string },
): string {
  const text = channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
  return `${key}:${sign(secret, text)}`;
}

/** `auth` of a sign-in (Channels, "user authentication"). */
export function userAuth({ key, secret }: Signer, socketId: string, userData: string): string {
  return `${key}:${sign(secret, `${socketId}::user::${userData}`)}`;
}

/** `auth_signature` of an HTTP call: parameters by lower-case key, sorted, decoded (Channels HTTP API). */
export function callSignature(
  secret: string,
  { method, path, query }: { method: string; path: string; query: Readonly<Record<string, string>> },
): string {
  const parameters = Object.entries(query)
    .map(([key, value]) => [key.toLowerCase(), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  return sign(secret, `${method}\n${path}\n${parameters.join('&')}`);
}
