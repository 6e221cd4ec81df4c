import 'server-only';
import type { Logger } from 'pino';
import type { Store } from '@/db/store';
import type { Config } from '@/lib/env';
import type { EventStreams } from '@/lib/realtime/event-streams';
import type { Publisher } from '@/lib/realtime/publisher';
import type { WatchedRealtime } from '@/lib/realtime/watched-realtime';
import type { OperatorDoor } from './operator/operator-door';

/**
 * What one process shares. `server.ts` makes it; the pages and handlers, which Next bundles with their own
 * copy of every module, find it on `globalThis`. Never read at module scope: `next build` imports modules
 * and there is no database then.
 */
export type Context = Readonly<{
  config: Config;
  store: Store;
  publisher: Publisher;
  logger: Logger;
  now: () => number;
  /** Which sockets belong to which session, so that a sign-out closes them. */
  sockets: SessionSockets;
  /** The inboxes that are open as Server-Sent Events. */
  streams: Pick<EventStreams, 'open' | 'size'>;
  /** How realtime stands, for administrators. */
  watched: WatchedRealtime;
  /** Tells the watchers of these broadcasts, at most four times a second each. */
  figuresMoved(broadcastIds: readonly string[]): void;
  /** A held or scheduled broadcast was added or cancelled: look again when the next is due. */
  scheduleMoved(): void;
  /** The one-time secret of the link that makes the first administrator; null once there are users. */
  setupToken: () => string | null;
  /** Lets in whoever sits at this computer and may read the data folder. */
  operator: OperatorDoor;
  /** What is counted for operators; null when nobody may read it. */
  metrics: Metrics | null;
}>;

export type Metrics = Readonly<{
  /** One answered request. `route` is one of a few names, never an address: each is kept for as long as the process lives. */
  requestDone(request: { route: string; status: number; seconds: number }): void;
  /** Everything that is measured, in the text format 0.0.4 of Prometheus. */
  text(): Promise<string>;
}>;

export type SessionSockets = Readonly<{
  /** Whether this is a connection of this process now; true when it cannot know, because another service carries the sockets. */
  isOpen(socketId: string): boolean;
  /** Records that a session was authorised for a socket, and what it was good for then. */
  remember(sessionId: string, socketId: string, standing: string): void;
  /** Lets one socket join one channel once, soon: the embedded server asks for it beside the signature, which never expires. */
  grant(socketId: string, channel: string): void;
  /**
   * Ends every stream of a session and closes every socket with 4009; where another service holds the sockets, tells
   * the person's pages, and the session's own close theirs. `userId` is null when the session had ended before.
   */
  closeSession(sessionId: string, userId: string | null): void;
}>;

const SLOT = Symbol.for('belfry.context');
type Slots = { [SLOT]?: Context };

export function context(): Context {
  const found = (globalThis as Slots)[SLOT];
  if (!found) throw new Error('Belfry is not running: start it with server.ts, not with `next start`.');
  return found;
}

export function setContext(made: Context | undefined): void {
  if (made) (globalThis as Slots)[SLOT] = made;
  else delete (globalThis as Slots)[SLOT];
}
