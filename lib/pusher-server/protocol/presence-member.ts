import { isJsonObject, type JsonObject, parseJson } from './json';
import type { Limits } from './limits';
import { rawField } from './raw-field';

/** One user on a presence channel, ready to be written into frames. */
export type Member = {
  /** What tells users apart: a number counts as its digits. */
  readonly id: string;
  /** The id as it came, as JSON: `7` stays a number. */
  readonly idJson: string;
  /** Whatever the application signed along, as JSON; null when there was none. */
  readonly infoJson: string | null;
};

/**
 * Reads `channel_data`, a string of JSON `{user_id, user_info?}`.
 * Returns a sentence instead when it is no such string or breaks a bound.
 */
export function parseMember(channelData: unknown, limits: Limits): Member | string {
  if (typeof channelData !== 'string') return NO_MEMBER;
  const fields = parseJson(channelData);
  if (!isJsonObject(fields)) return NO_MEMBER;
  // To the character: written anew, a number beyond 2^53 would be another.
  return memberOf(fields.user_id, rawField(channelData, 'user_info') ?? null, limits);
}

/** The member a signed-in user is: Channels lets them join without channel data of their own. */
export function memberFromUser(user: JsonObject, limits: Limits): Member | string {
  return memberOf(user.id, user.user_info === undefined ? null : JSON.stringify(user.user_info), limits);
}

const NO_MEMBER = 'channel_data is a string of JSON with a user_id';

function memberOf(userId: unknown, infoJson: string | null, limits: Limits): Member | string {
  if (typeof userId !== 'string' && typeof userId !== 'number') return 'user_id is a string or a number';
  // Beyond 2^53 two written numbers are read as one, and two users would be.
  if (typeof userId === 'number' && !(Math.abs(userId) <= Number.MAX_SAFE_INTEGER)) {
    return 'user_id is a number this server cannot tell from its neighbours; sign it as a string';
  }
  const id = String(userId);
  if (id === '' || id.length > limits.maxUserIdLength) {
    return `user_id has 1 to ${limits.maxUserIdLength} characters`;
  }
  if (infoJson !== null && Buffer.byteLength(infoJson) > limits.maxUserInfoBytes) {
    return `user_info has at most ${limits.maxUserInfoBytes} bytes`;
  }
  return { id, idJson: JSON.stringify(userId), infoJson };
}
