import type { ActOrder, Entry } from './act-order';
import type { KeptAct } from './kept-act';
import type { KeptActs } from './kept-acts';
import type { MutationAnswer } from './overlays';

/** What the queue tells of its acts. */
export type ActListener = Readonly<{
  /** Kept by an earlier page or by another tab: it waits here as well. */
  found(act: KeptAct): void;
  /** It is about to be asked for. False: there is nothing to ask any more, and it is forgotten. */
  asking(act: KeptAct): boolean;
  /** Says whether a refusal is to be shown again after a reload. */
  answered(act: KeptAct, answer: MutationAnswer): boolean;
  /** Neither it nor its undoing was asked for, and neither will be. */
  cancelled(key: string, undo: KeptAct): void;
  /** Another tab has had its answer. */
  gone(act: KeptAct): void;
  /** The server said no to it: before this page, or in another tab. */
  refused(act: KeptAct): void;
  /** How many wait, or whether the line is in doubt, is another now. */
  changed(): void;
  /** What is kept is another now: the other tabs should look. */
  moved(kind: 'queued' | 'sent'): void;
}>;

/** The queue's acts in what is kept. None of it rejects: what cannot be kept is this page's only. */
export type ActKeeping = Readonly<{
  save(entry: Entry, begun: boolean): Promise<void>;
  /** Notes that it is asked for. False: another tab has taken it out. */
  claim(entry: Entry): Promise<boolean>;
  /** Takes out an act that was never asked for with its undoing. False: it was, or that is not known. */
  cancel(target: Entry, undo: Entry): Promise<boolean>;
  /** It was answered. A refusal that is to be told again stays, to be shown. */
  leave(entry: Entry, isToldAgain: boolean): Promise<void>;
  /** Takes over what other tabs and earlier pages have kept, and lets go of what they have had answers for. */
  refresh(): Promise<void>;
}>;

export function createActKeeping(deps: {
  store: KeptActs;
  order: ActOrder;
  listener: ActListener;
  isStopped: () => boolean;
}): ActKeeping {
  const { store, order, listener } = deps;
  /** Answered, and on their way out. */
  const leaving = new Set<string>();

  async function leave({ act, saved }: Entry, isToldAgain: boolean): Promise<void> {
    leaving.add(act.key);
    await saved;
    // Failing that a later page asks for it again, and the server knows its key.
    await (isToldAgain ? store.refuse(act.key) : store.remove(act.key)).catch(() => {});
    leaving.delete(act.key);
    listener.moved('sent');
  }

  return {
    async save(entry, begun) {
      try {
        entry.place = await store.add({ ...entry.act, begun });
        entry.begun ||= begun;
      } catch {
        // `unsent` says so, and the page warns who is about to leave it.
      }
      listener.moved('queued');
      listener.changed();
    },
    // What cannot be noted is known to this tab all the same.
    claim: ({ act }) => store.begin(act.key).catch(() => true),
    async cancel(target, undo) {
      await Promise.all([target.saved, undo.saved]);
      if (target.begun) return false;
      if (target.place === null) await leave(undo, false);
      else if (!(await store.cancel(target.act.key, undo.act.key).catch(() => false))) return false;
      listener.moved('sent');
      return true;
    },
    leave,
    async refresh() {
      const all = await store.list().catch(() => null);
      if (all === null || deps.isStopped()) return;
      const there = new Map(all.map((one) => [one.act.key, one.act]));
      for (const entry of order.all()) {
        const isLeft = entry.place !== null && entry.state === 'waiting';
        if (!isLeft || there.get(entry.act.key)?.refused === false) continue;
        order.forget(entry);
        listener.gone(entry.act);
      }
      for (const { act, place } of all) {
        if (leaving.has(act.key)) continue;
        if (act.refused) listener.refused(act);
        else if (order.find(act.key) === undefined) {
          order.add(act, { state: 'waiting', place, begun: act.begun });
          listener.found(act);
        }
      }
      listener.changed();
    },
  };
}
