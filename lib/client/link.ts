import type { Cursor } from '@/lib/inbox/stream';
import type { RealtimeSettings } from '@/lib/realtime/settings';

/** The one realtime connection as the rest of the client sees it. */
export type Link = Readonly<{
  /** Subscribes and stays subscribed through every loss; answers the stop. */
  listen(channel: string, listener: ChannelListener): () => void;
  /** The server seems to be there again: connect now instead of waiting. Harmless while connected. */
  retry(): void;
  /** Asks whether the line carries anything, and for the tips. One that says nothing for five seconds is given up. */
  ping(): void;
  /** Something else carries the events meanwhile, so attempts to connect may be rare; or it does not any more. */
  rest(resting: boolean): void;
  /** The session of this page has ended: all who listen are told, and nobody hears anything any more. */
  signOut(): void;
}>;

/** `settings` decide where; all who ask share one connection. */
export type Connect = (settings: RealtimeSettings) => Link;

export type ChannelListener = Readonly<{
  onState(state: ChannelState): void;
  onEvent(name: string, data: unknown): void;
  /** Where the channel's stream stands; not every service says so. */
  onTip?(tip: Cursor): void;
}>;

/**
 * `connecting`: not now, for a moment; `subscribed`: told at every new subscription, so once after each loss;
 * `down`: for longer than a moment; `refused`: the server says this channel is not for us, and is not asked
 * again; `signed-out`: the session has ended.
 */
export type ChannelState = 'connecting' | 'subscribed' | 'down' | 'refused' | 'signed-out';
