import type { Channel } from './channel';
import type { Connection } from './connection';

/**
 * One connection on one channel, from joining to leaving. Joining again makes a new one, so a frame queued
 * before somebody left does not reach them after they have come back.
 */
export type Subscription = {
  readonly connection: Connection;
  readonly channel: Channel;
  /** The presence channel's member this subscription stands for; null elsewhere. */
  readonly userId: string | null;
  isActive: boolean;
};
