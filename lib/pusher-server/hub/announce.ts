import { memberAdded, memberRemoved, subscriptionCount } from '../protocol/messages';
import { serverToUserId } from '../protocol/names';
import type { Channel } from './channel';
import type { Hub } from './hub';
import type { Subscription } from './subscription';

/** Tells the others, and whoever listens to webhooks, that somebody has come. The channel has them already. */
export function announceJoin(
  hub: Hub,
  { channel, connection, member }: Subscription,
  isNewMember: boolean,
): void {
  if (serverToUserId(channel.name) !== null) return;
  if (channel.subscriptionCount === 1) hub.report({ name: 'channel_occupied', channel: channel.name });
  if (isNewMember && member) {
    hub.broadcast(channel, memberAdded(channel.name, member), connection);
    hub.report({ name: 'member_added', channel: channel.name, user_id: member.id });
  }
  announceCount(hub, channel);
}

/** Tells those who stay that somebody has gone. */
export function announceLeave(hub: Hub, { channel, member }: Subscription, isMemberGone: boolean): void {
  if (serverToUserId(channel.name) !== null) return;
  if (isMemberGone && member) {
    hub.broadcast(channel, memberRemoved(channel.name, member));
    hub.report({ name: 'member_removed', channel: channel.name, user_id: member.id });
  }
  announceCount(hub, channel);
  if (channel.subscriptionCount === 0) hub.report({ name: 'channel_vacated', channel: channel.name });
}

/**
 * Presence channels have their members; the others are counted, if the application wants it.
 *
 * On a large channel one count waits at a time, and tells what is true when its turn comes: ten thousand lines that
 * break together would otherwise queue a frame, with a list of those who stay, for each of them.
 */
function announceCount(hub: Hub, channel: Channel): void {
  if (!hub.policy.subscriptionCounts || channel.members) return;
  if (channel.subscriptionCount <= COUNTED_ONE_BY_ONE) tellCount(hub, channel);
  else if (!channel.isCountDue) {
    channel.isCountDue = true;
    hub.inTurn(() => {
      channel.isCountDue = false;
      tellCount(hub, channel);
    });
  }
  hub.report({
    name: 'subscription_count',
    channel: channel.name,
    subscription_count: channel.subscriptionCount,
  });
}

/** As the hosted service has it, which spaces the counts of larger channels out. */
const COUNTED_ONE_BY_ONE = 100;

function tellCount(hub: Hub, channel: Channel): void {
  hub.broadcast(channel, subscriptionCount(channel.name, channel.subscriptionCount));
}
