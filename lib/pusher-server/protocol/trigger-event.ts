import { PusherError } from './errors';
import type { JsonObject } from './json';
import { isJsonObject } from './json';
import type { Limits } from './limits';
import { isChannelName, isReservedEvent, isSocketId, serverToUserId } from './names';

/** One event to be triggered, checked: valid names, each channel once, data within its bound. */
export type TriggerEvent = {
  readonly channels: readonly string[];
  readonly name: string;
  /** Opaque to this server. */
  readonly data: string;
  /** The one connection that is not told. */
  readonly socketId?: string;
  /** Attributes the caller wants to know of each channel. */
  readonly info: readonly string[];
};

/**
 * Checks the body of `POST /events`, or what was passed to `trigger`. Optional fields may be null: the official
 * .NET library writes out every field it has.
 * @throws PusherError 400, or 413 when the data is too large.
 */
export function parseTriggerEvent(body: unknown, limits: Limits): TriggerEvent {
  if (!isJsonObject(body)) throw new PusherError(400, 'An event is a JSON object');
  return {
    channels: channelsOf(body, limits),
    name: nameOf(body.name, limits),
    data: dataOf(body.data, limits),
    socketId: socketIdOf(body.socket_id),
    info: infoOf(body.info),
  };
}

/**
 * Checks the body of `POST /batch_events`. One bad event refuses them all.
 * @throws PusherError 400, or 413 when some event's data is too large.
 */
export function parseTriggerBatch(body: unknown, limits: Limits): readonly TriggerEvent[] {
  const batch = isJsonObject(body) ? body.batch : undefined;
  if (!Array.isArray(batch)) throw new PusherError(400, 'A batch is a list of events');
  if (batch.length < 1 || batch.length > limits.maxEventsPerBatch) {
    throw new PusherError(400, `A batch holds 1 to ${limits.maxEventsPerBatch} events`);
  }
  return batch.map((event: unknown) => {
    if (isJsonObject(event) && isGiven(event.channels)) {
      throw new PusherError(400, 'An event of a batch goes to one channel');
    }
    return parseTriggerEvent(event, limits);
  });
}

function channelsOf({ channel, channels }: JsonObject, limits: Limits): readonly string[] {
  if (isGiven(channel) && isGiven(channels)) {
    throw new PusherError(400, 'An event has either channel or channels');
  }
  const names = channels ?? [channel];
  if (!Array.isArray(names)) throw new PusherError(400, 'channels is a list of names');
  if (names.length < 1 || names.length > limits.maxChannelsPerEvent) {
    throw new PusherError(400, `An event goes to 1 to ${limits.maxChannelsPerEvent} channels`);
  }
  // Each once: a name given twice must not deliver twice.
  return [...new Set(names.map((name: unknown) => triggerable(name, limits)))];
}

function triggerable(name: unknown, limits: Limits): string {
  if (isChannelName(name)) return name;
  const userId = typeof name === 'string' ? serverToUserId(name) : null;
  if (typeof name === 'string' && userId !== null && userId.length <= limits.maxUserIdLength) return name;
  throw new PusherError(400, 'A channel name is 1 to 200 of A-Z a-z 0-9 _ - = @ , . ;');
}

function nameOf(name: unknown, limits: Limits): string {
  if (typeof name !== 'string' || name === '') throw new PusherError(400, 'An event has a name');
  if (name.length > limits.maxEventNameLength) {
    throw new PusherError(400, `The name of an event has at most ${limits.maxEventNameLength} characters`);
  }
  if (isReservedEvent(name)) throw new PusherError(400, 'pusher: and pusher_internal: are reserved');
  return name;
}

function dataOf(data: unknown, limits: Limits): string {
  if (typeof data !== 'string') throw new PusherError(400, 'The data of an event is a string');
  if (Buffer.byteLength(data) > limits.maxEventDataBytes) {
    throw new PusherError(413, `The data of an event has at most ${limits.maxEventDataBytes} bytes`);
  }
  return data;
}

function socketIdOf(socketId: unknown): string | undefined {
  if (!isGiven(socketId)) return undefined;
  if (isSocketId(socketId)) return socketId;
  // Ignoring it would deliver the event to the very connection the caller meant to leave out.
  throw new PusherError(400, 'socket_id is two numbers with a dot between them');
}

function infoOf(info: unknown): readonly string[] {
  if (!isGiven(info)) return [];
  if (typeof info !== 'string') throw new PusherError(400, 'info is a comma-separated list');
  return info.split(',').map((attribute) => attribute.trim());
}

function isGiven(field: unknown): boolean {
  return field !== undefined && field !== null;
}
