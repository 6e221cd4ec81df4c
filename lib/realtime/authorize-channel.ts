import { createHmac } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { type Listener, mayListen, parseSocketId } from './channel-access';

/**
 * The signature with which one socket may join one channel, in the form pusher-js expects. Throws `invalid`
 * for a socket id that is not one and `forbidden` for a channel this person may not listen to; nothing is
 * signed before both are settled, so the endpoint is no oracle for other strings under the same secret
 * (a sign-in, a call of the HTTP API).
 *
 * The signature has no expiry and proves nothing about the session later on: whoever calls this also
 * records the socket under the session, and grants the join where the server asks for a grant.
 */
export function authorizeChannel(asked: {
  viewer: Listener;
  socketId: unknown;
  channel: unknown;
  app: { readonly key: string; readonly secret: string };
}): ChannelAuthorization {
  const socketId = parseSocketId(asked.socketId);
  if (socketId === null) {
    throw new AppError('invalid', 'This is not a socket id.', {
      errors: [{ path: 'socket_id', message: 'Two numbers with a dot between them are expected.' }],
    });
  }
  const { channel } = asked;
  if (typeof channel !== 'string' || !mayListen(asked.viewer, channel)) {
    throw new AppError('forbidden', 'You may not listen to this channel.');
  }
  const signature = createHmac('sha256', asked.app.secret).update(`${socketId}:${channel}`).digest('hex');
  return { socketId, channel, auth: `${asked.app.key}:${signature}` };
}

/** `auth` is what the browser gets; the rest is what was signed, for the records of whoever asked. */
export type ChannelAuthorization = Readonly<{ socketId: string; channel: string; auth: string }>;
