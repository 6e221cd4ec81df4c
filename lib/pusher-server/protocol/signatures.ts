import { createHmac, timingSafeEqual } from 'node:crypto';
import { isChannelName, isSocketId } from './names';

/** A key and the secret behind it. The secret never leaves this file's callers. */
export type Signer = { readonly key: string; readonly secret: string };

/** What a client asks to be admitted to, exactly as it will be signed. */
export type ChannelRequest = {
  readonly socketId: string;
  readonly channel: string;
  /** The JSON string of a presence member; part of what is signed, byte for byte. */
  readonly channelData?: string;
};

/**
 * The `auth` a client needs to join: `<key>:<hex hmac-sha256>`.
 * @throws RangeError for a socket id or a channel outside its alphabet. Signing such a pair would make the
 * caller an oracle for other kinds of signature, a sign-in for instance (GHSA-7v7m-pcw5-h3cg).
 */
export function authorizeChannel(signer: Signer, request: ChannelRequest): string {
  if (!isSocketId(request.socketId)) throw new RangeError('This is not a socket id');
  if (!isChannelName(request.channel)) throw new RangeError('This is not a channel name');
  return `${signer.key}:${hmac(signer.secret, channelText(request))}`;
}

/** Whether `auth`, of whatever type it came in, admits to exactly this channel on exactly this socket. */
export function isChannelAuth(signer: Signer, auth: unknown, request: ChannelRequest): boolean {
  if (!isSocketId(request.socketId) || !isChannelName(request.channel)) return false;
  return isAuth(signer, auth, channelText(request));
}

/** Whether `auth` signs this socket in as the user that `userData`, a JSON string, describes. */
export function isUserAuth(signer: Signer, auth: unknown, socketId: string, userData: string): boolean {
  if (!isSocketId(socketId)) return false;
  return isAuth(signer, auth, `${socketId}::user::${userData}`);
}

/** Hex HMAC-SHA256 of a text or of raw bytes, 64 lower-case digits. */
export function hmac(secret: string, text: string | Buffer): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/**
 * Whether `given` is the signature of `text`. Type and form are looked at first, so that nothing a stranger
 * sends can throw; only then are equally long values compared, in constant time.
 */
export function isSignature(secret: string, given: unknown, text: string): boolean {
  if (typeof given !== 'string' || !SIGNATURE.test(given)) return false;
  return timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(hmac(secret, text), 'latin1'));
}

function isAuth(signer: Signer, auth: unknown, text: string): boolean {
  // Hashed as UTF-8, all lone surrogates are the same character: one signature would name many users.
  if (typeof auth !== 'string' || LONE_SURROGATE.test(text)) return false;
  const key = `${signer.key}:`;
  return auth.startsWith(key) && isSignature(signer.secret, auth.slice(key.length), text);
}

function channelText({ socketId, channel, channelData }: ChannelRequest): string {
  return channelData === undefined ? `${socketId}:${channel}` : `${socketId}:${channel}:${channelData}`;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const SIGNATURE = /^[0-9a-f]{64}$/;
