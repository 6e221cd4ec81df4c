import type { ClientMessage } from '../protocol/client-message';
import type { SubscriptionRefusal } from '../protocol/messages';
import { channelKind } from '../protocol/names';
import { type Member, memberFromUser, parseMember } from '../protocol/presence-member';
import { isChannelAuth } from '../protocol/signatures';
import type { Connection } from './connection';
import type { Hub } from './hub';

/** Admitted, on a presence channel as a member; or refused, with what the client is told. */
export type Admission =
  | { readonly refusal: null; readonly member: Member | null }
  | { readonly refusal: SubscriptionRefusal };

/** Decides whether a connection may join the channel it asks for. The name has been checked. */
export function admit(
  hub: Hub,
  connection: Connection,
  message: Extract<ClientMessage, { kind: 'subscribe' }>,
): Admission {
  const { channel: name, auth, channelData } = message;
  const { socketId } = connection;
  if (connection.subscriptions.size >= hub.limits.maxChannelsPerConnection) {
    return limitReached('This connection is subscribed to as many channels as it may be');
  }
  const { access } = channelKind(name);
  if (access === 'public' && hub.policy.publicChannels === false) return NOT_AUTHORISED;
  if (isServerFull(hub, access)) return limitReached('This server has as many subscriptions as it may have');
  if (access === 'public') return ADMITTED;

  const signed =
    typeof channelData === 'string' ? { socketId, channel: name, channelData } : { socketId, channel: name };
  if (!isChannelAuth(hub.app, auth, signed)) return NOT_AUTHORISED;
  const admission = access === 'presence' ? admitMember(hub, connection, name, channelData) : ADMITTED;
  // The application last: what it grants once must not be used up by somebody who is refused anyway.
  return admission.refusal || mayJoin(hub, socketId, name) ? admission : NOT_AUTHORISED;
}

/** Half of all is for those who bring a signature: the key alone, which is no secret, could else shut them out. */
function isServerFull({ counters, limits }: Hub, access: string): boolean {
  if (counters.subscriptions >= limits.maxSubscriptions) return true;
  return access === 'public' && counters.publicSubscriptions >= limits.maxSubscriptions / 2;
}

const ADMITTED: Admission = { refusal: null, member: null };

/** One sentence for every reason: whoever guesses learns nothing from the answer. */
const NOT_AUTHORISED: Admission = {
  refusal: {
    type: 'AuthError',
    error: 'The signature does not authorise this connection for this channel',
    status: 401,
  },
};

function mayJoin(hub: Hub, socketId: string, channel: string): boolean {
  try {
    return hub.policy.mayJoin?.(socketId, channel) ?? true;
  } catch (error) {
    // An application that cannot answer has not said yes.
    hub.policy.logger?.error({ err: error, channel }, 'mayJoin failed');
    return false;
  }
}

function admitMember(hub: Hub, connection: Connection, name: string, channelData: unknown): Admission {
  const member =
    channelData === undefined && connection.user
      ? memberFromUser(connection.user, hub.limits)
      : parseMember(channelData, hub.limits);
  if (typeof member === 'string') return { refusal: { type: 'AuthError', error: member, status: 401 } };

  const members = hub.channels.get(name)?.members;
  if (members && !members.has(member.id) && members.size >= hub.limits.maxPresenceMembers) {
    return limitReached('This channel has as many members as it may have');
  }
  return { refusal: null, member };
}

function limitReached(error: string): Admission {
  return { refusal: { type: 'LimitReached', error, status: 4004 } };
}
