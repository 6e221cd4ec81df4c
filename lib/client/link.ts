import type { RealtimeSettings } from '@/lib/realtime/settings';

/** The one realtime connection as the rest of the client sees it. */
export type Link = Readonly<{
  /** Subscribes and stays subscribed through every loss; answers the stop. */
  listen(channel: string, listener: ChannelListener): () => void;
  /** The server seems to be there again: connect now instead of waiting. Harmless while connected. */
  retry(): void;
  /** The session of this page has ended: all who listen are told, and nobody hears anything any more. */
  signOut(): void;
}>;

/** `settings` decide where; all who ask share one connection. */
export type Connect = (settings: RealtimeSettings) => Link;

export type ChannelListener = Readonly<{
  onState(state: ChannelState): void;
  onEvent(name: string, data: unknown): void;
}>;

/**
 * `connecting`: not now, for a moment; `subscribed`: told at every new subscription, so once after each loss;
 * `down`: for longer than a moment; `refused`: the server says this channel is not for us, and is not asked
 * again; `signed-out`: the session has ended.
 */
export type ChannelState = 'connecting' | 'subscribed' | 'down' | 'refused' | 'signed-out';
