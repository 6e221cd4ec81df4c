import 'server-only';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { authorizeChannel } from '@/lib/realtime/authorize-channel';
import { standingOf } from '@/lib/realtime/session-check';
import { context } from './context';
import type { Viewer } from './sessions/session-viewer';

/** Their grammar is checked where they are signed. */
export const channelInput = z.strictObject({ socket_id: z.string(), channel_name: z.string() });

/**
 * The signature with which the viewer's socket may join a channel. Records the socket under the session, so
 * that signing out closes it. Throws `invalid` for a malformed socket id or one that is not connected here, and
 * `forbidden`, which is logged, for a channel that is not the viewer's.
 */
export async function authorizeRealtime(
  viewer: Viewer,
  asked: z.infer<typeof channelInput>,
): Promise<{ auth: string }> {
  const { config, sockets, logger } = context();
  try {
    const { auth, socketId, channel } = authorizeChannel({
      viewer,
      socketId: asked.socket_id,
      channel: asked.channel_name,
      app: config.realtime,
    });
    refuseUnopened(socketId);
    // Before the signature leaves: a sign-out between the two then closes the socket as well.
    sockets.remember(viewer.sessionId, socketId, standingOf(viewer));
    sockets.grant(socketId, channel);
    return { auth };
  } catch (error) {
    if (error instanceof AppError && error.code === 'forbidden') {
      // The name came from outside: bounded, and JSON in the log keeps it on one line.
      logger.warn({ viewer: viewer.id, channel: asked.channel_name.slice(0, 200) }, 'channel refused');
    }
    throw error;
  }
}

/**
 * A made-up socket never closes, so its record would stay, and enough of them would crowd out people's own.
 * Nothing is awaited between this and the record: what is open here is still open there.
 */
function refuseUnopened(socketId: string): void {
  if (context().sockets.isOpen(socketId)) return;
  const message = 'There is no such connection.';
  throw new AppError('invalid', message, { errors: [{ path: 'socket_id', message }] });
}
