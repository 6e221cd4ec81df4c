import type { Member } from '../protocol/presence-member';
import type { Channel } from './channel';
import type { Connection } from './connection';

/**
 * One connection on one channel, from joining to leaving. Joining again makes a new one, so a frame queued
 * before somebody left does not reach them after they have come back.
 */
export type Subscription = {
  readonly connection: Connection;
  readonly channel: Channel;
  /** Whom it stands for on a presence channel; null elsewhere. */
  readonly member: Member | null;
  isActive: boolean;
};
