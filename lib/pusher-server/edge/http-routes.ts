import type { Hub } from '../hub/hub';
import { terminateUser } from '../hub/sign-in';
import { PusherError } from '../protocol/errors';
import { channelKind, isChannelName } from '../protocol/names';
import { parseTriggerBatch, parseTriggerEvent } from '../protocol/trigger-event';
import { describeChannel, listChannels } from './channel-info';

/** One authentic call: the application's hub, the path's variable part, the query and the parsed body. */
export type Call = {
  readonly hub: Hub;
  readonly name: string;
  readonly query: ReadonlyMap<string, string>;
  readonly body: unknown;
};

/** A route of the HTTP API below `/apps/<id>`. `*` in the pattern is the variable segment. */
export type Route = {
  readonly method: 'GET' | 'POST';
  readonly pattern: readonly string[];
  /** A POST whose body says nothing: it may be left out, and its MD5 with it. */
  readonly isBodyOptional?: true;
  /** Answers with what becomes the JSON of a 200; throws PusherError to refuse. */
  readonly answer: (call: Call) => object;
};

/** Every route, as the Channels HTTP API reference lists them. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', pattern: ['events'], answer: postEvent },
  { method: 'POST', pattern: ['batch_events'], answer: postBatch },
  { method: 'GET', pattern: ['channels'], answer: getChannels },
  { method: 'GET', pattern: ['channels', '*'], answer: getChannel },
  { method: 'GET', pattern: ['channels', '*', 'users'], answer: getUsers },
  {
    method: 'POST',
    pattern: ['users', '*', 'terminate_connections'],
    isBodyOptional: true,
    answer: postTermination,
  },
];

function postEvent({ hub, body }: Call): object {
  const event = parseTriggerEvent(body, hub.limits);
  hub.trigger([event], performance.now());
  if (event.info.length === 0) return {};
  return {
    channels: Object.fromEntries(
      event.channels.map((name) => [name, describeChannel(hub, name, event.info)]),
    ),
  };
}

function postBatch({ hub, body }: Call): object {
  const events = parseTriggerBatch(body, hub.limits);
  hub.trigger(events, performance.now());
  if (events.every((event) => event.info.length === 0)) return {};
  return { batch: events.map(({ channels, info }) => describeChannel(hub, channels[0] ?? '', info)) };
}

function getChannels({ hub, query }: Call): object {
  const prefix = query.get('filter_by_prefix') ?? '';
  const info = infoOf(query);
  if (info.includes('user_count') && !prefix.startsWith('presence-')) {
    throw new PusherError(400, 'user_count needs a filter_by_prefix that begins with presence-');
  }
  return { channels: listChannels(hub, prefix, info) };
}

function getChannel({ hub, name, query }: Call): object {
  if (!isChannelName(name)) throw new PusherError(400, 'This is not a channel name');
  const info = infoOf(query);
  if (info.includes('user_count') && !name.startsWith('presence-')) {
    throw new PusherError(400, 'Only presence channels have a user_count');
  }
  return { occupied: hub.channels.has(name), ...describeChannel(hub, name, info) };
}

function getUsers({ hub, name }: Call): object {
  if (!isChannelName(name) || channelKind(name).access !== 'presence') {
    throw new PusherError(400, 'Only presence channels have users');
  }
  const members = hub.channels.get(name)?.members;
  return { users: (members?.ids ?? []).map((id) => ({ id })) };
}

/** A user who is not connected is as good as terminated: 200 as well. */
function postTermination({ hub, name }: Call): object {
  terminateUser(hub, name);
  return {};
}

function infoOf(query: ReadonlyMap<string, string>): readonly string[] {
  return (query.get('info') ?? '').split(',').map((attribute) => attribute.trim());
}
