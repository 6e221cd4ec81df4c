import { Counter, type Registry } from 'prom-client';
import type { Store } from '@/db/store';

/**
 * The store with what is done through it counted, once it has succeeded; an answer given again is no act. Here rather than in the use cases: every act
 * passes this seam, and the next use case cannot forget it.
 */
export function countStore(store: Store, registry: Registry): Store {
  const registers = [registry];
  const notifications = new Counter({
    name: 'belfry_notifications_created_total',
    help: 'Notifications stored for named recipients; those that broadcasts make are not counted.',
    registers,
  });
  const acts = countedBy('act', ACTS, {
    name: 'belfry_acts_total',
    help: 'What people did in their inboxes, also where it changed nothing.',
    registers,
  });
  const syncs = countedBy('answer', ['changes', 'reset'], {
    name: 'belfry_syncs_total',
    help: 'Syncs answered: with the changes, or with a reset.',
    registers,
  });
  const broadcasts = countedBy('act', BROADCAST_ACTS, {
    name: 'belfry_broadcasts_total',
    help: 'What happened to broadcasts; those held or scheduled are counted as sent when they go out.',
    registers,
  });

  return {
    // Plain closures throughout, so that they can be handed on without their object.
    ...store,
    async append(given) {
      const answer = await store.append(given);
      if (!given.once?.replayed) notifications.inc(answer.ids.length);
      return answer;
    },
    async mark(viewerId, given) {
      const mutation = await store.mark(viewerId, given);
      if (!given.once?.replayed) acts(given.as);
      return mutation;
    },
    async readAll(viewerId, given) {
      const mutation = await store.readAll(viewerId, given);
      if (!given.once?.replayed) acts('read_all');
      return mutation;
    },
    async view(viewerId, given) {
      const mutation = await store.view(viewerId, given);
      acts('viewed');
      return mutation;
    },
    async undo(viewerId, given) {
      const mutation = await store.undo(viewerId, given);
      if (!given.once?.replayed) acts('undone');
      return mutation;
    },
    async sync(viewerId, since) {
      const answer = await store.sync(viewerId, since);
      syncs('reset' in answer ? 'reset' : 'changes');
      return answer;
    },
    async sendBroadcast(id, sending) {
      const sent = await store.sendBroadcast(id, sending);
      if (!sending.once?.replayed) broadcasts(sending.as ?? 'sent');
      return sent;
    },
    async releaseDue(at) {
      const released = await store.releaseDue(at);
      for (let sent = 0; sent < released.length; sent++) broadcasts('sent');
      return released;
    },
    async expireDue(at) {
      const expired = await store.expireDue(at);
      for (let ended = 0; ended < expired.length; ended++) broadcasts('expired');
      return expired;
    },
    async pauseBroadcast(id, at) {
      const paused = await store.pauseBroadcast(id, at);
      broadcasts('paused');
      return paused;
    },
    async resumeBroadcast(id, at) {
      const resumed = await store.resumeBroadcast(id, at);
      broadcasts('resumed');
      return resumed;
    },
    async stopBroadcast(id, at) {
      const stopped = await store.stopBroadcast(id, at);
      broadcasts('stopped');
      return stopped;
    },
    async cancelBroadcast(id, at) {
      const cancelled = await store.cancelBroadcast(id, at);
      broadcasts('cancelled');
      return cancelled;
    },
    async editBroadcast(id, edit) {
      const edited = await store.editBroadcast(id, edit);
      if (!edit.once?.replayed) broadcasts('edited');
      return edited;
    },
    async recallBroadcast(id, at) {
      const recalled = await store.recallBroadcast(id, at);
      broadcasts('recalled');
      return recalled;
    },
  };
}

const ACTS = ['read', 'unread', 'archived', 'restored', 'read_all', 'viewed', 'undone'] as const;
const BROADCAST_ACTS = [
  'sent',
  'held',
  'scheduled',
  'paused',
  'resumed',
  'cancelled',
  'edited',
  'stopped',
  'recalled',
  'expired',
] as const;

/** Counts by one label whose values are all there from the start, at zero: a rate needs a first value to rise from. */
function countedBy<Value extends string>(
  label: string,
  values: readonly Value[],
  of: { name: string; help: string; registers: Registry[] },
): (value: Value) => void {
  const counter = new Counter({ ...of, labelNames: [label] });
  for (const value of values) counter.inc({ [label]: value }, 0);
  return (value) => counter.inc({ [label]: value });
}
