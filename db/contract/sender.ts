import { expect } from 'vitest';
import type { Audience } from '@/lib/inbox/audience';
import type { Store } from '../store';
import type { Act } from './act';
import { content } from './given';
import type { Model } from './model';

type SendersAct = Extract<
  Act,
  { do: 'send' | 'hold' | 'pause' | 'resume' | 'cancel' | 'stop' | 'clock' | 'edit' | 'recall' }
>;
type Waiting = {
  audience: Audience;
  /** Who belonged when it was confirmed, when only they may get it. */
  among: ReadonlySet<string> | null;
  dueAt: number;
  endsAt: number | null;
  paused: boolean;
};

const SENDER = 'carla';
const ACTS: readonly string[] = 'send hold pause resume cancel stop clock edit recall'.split(' ');

export function isOfSender(act: Act): act is SendersAct {
  return ACTS.includes(act.do);
}

/** What senders do, and what happens when a time comes, in the store and in the model. */
export class Sender {
  private made = 0;
  private readonly waiting = new Map<string, Waiting>();

  constructor(
    private readonly store: Store,
    private readonly model: Model,
  ) {}

  /** Answers what time it is then. */
  async act(act: SendersAct, now: number): Promise<number> {
    if (act.do === 'clock') return this.pass(now + act.passes);
    if (act.do === 'send' || act.do === 'hold') await this.confirm(act, now);
    else if (act.do === 'edit' || act.do === 'recall' || act.do === 'stop') await this.revise(act, now);
    else await this.wait(act, now);
    return now;
  }

  private async confirm(act: Extract<SendersAct, { do: 'send' | 'hold' }>, now: number): Promise<void> {
    const { store, model } = this;
    const { audience, lasts } = act;
    const id = `b${++this.made}`;
    const endsAt = lasts === null ? null : now + lasts;
    const critical = act.do === 'send' && act.critical;
    const said = content(id, { severity: critical ? 'critical' : 'info' });
    await store.createBroadcast({ id, createdBy: SENDER, content: said, audience, expiresAt: endsAt, now });
    const counted = await store.countAudience(audience);
    const belonging = model.who(audience);
    expect(counted.count).toBe(belonging.length);
    if (act.do === 'send') {
      await store.sendBroadcast(id, { version: 1, ...counted, dueAt: null, as: null, now });
      return model.send(id, { audience, critical, among: null, endsAt });
    }
    const dueAt = now + act.waits;
    const sending = { version: 1, ...counted, dueAt, as: 'scheduled', frozen: act.frozen, now } as const;
    expect((await store.sendBroadcast(id, sending)).figures.targeted).toBe(0);
    const among = act.frozen ? new Set(belonging) : null;
    this.waiting.set(id, { audience, among, dueAt, endsAt, paused: false });
  }

  private async wait(
    act: Extract<SendersAct, { do: 'pause' | 'resume' | 'cancel' }>,
    now: number,
  ): Promise<void> {
    const [id, one] = chosenOf([...this.waiting], act.pick) ?? [];
    if (id === undefined || !one) return;
    if (act.do === 'cancel') {
      await this.store.cancelBroadcast(id, { now });
      this.waiting.delete(id);
    } else if (act.do === 'pause') {
      await this.store.pauseBroadcast(id, { now });
      one.paused = true;
    } else if (one.paused) {
      one.dueAt = now + 5;
      await this.store.resumeBroadcast(id, { dueAt: one.dueAt, as: 'held', now });
      one.paused = false;
    }
  }

  private async revise(
    act: Extract<SendersAct, { do: 'edit' | 'recall' | 'stop' }>,
    now: number,
  ): Promise<void> {
    const open = [...this.model.sent].filter(([, broadcast]) => !broadcast.over);
    const [key] = chosenOf(open, act.pick) ?? [];
    if (key === undefined) return;
    if (act.do === 'recall') {
      await this.store.recallBroadcast(key, { now });
      return this.model.end(key);
    }
    if (act.do === 'stop') {
      await this.store.stopBroadcast(key, { now });
      return this.model.stop(key);
    }
    const title = `${key} as of ${now}`;
    await this.store.editBroadcast(key, { content: { title }, notifyAgain: act.again, now });
    this.model.edit(key, title, act.again, now);
  }

  /** What waits of somebody who may send no more is paused, and nothing else; all of it is of one. */
  changed(name: string, { losesRight, paused }: { losesRight: boolean; paused: readonly string[] }): void {
    const goingOn = [...this.waiting].filter(([, one]) => !one.paused);
    const kept = losesRight && name === SENDER ? goingOn : [];
    expect([...paused].sort()).toEqual(kept.map(([id]) => id).sort());
    for (const [, one] of kept) one.paused = true;
  }

  /** Ends what is over: nobody is given it any more, and to the model that is the clock's doing. */
  async end(now: number): Promise<void> {
    const { store, model, waiting } = this;
    const due = [...waiting].filter(([, { paused, dueAt }]) => !paused && dueAt <= now);
    const late = due.filter(([, { endsAt }]) => endsAt !== null && endsAt <= now).map(([id]) => id);
    const over = [...model.sent].flatMap(([id, sent]) =>
      !sent.over && sent.endsAt !== null && sent.endsAt <= now ? [id] : [],
    );
    expect([...(await store.expireDue({ now, limit: 100 }))].sort()).toEqual([...late, ...over].sort());
    for (const id of over) model.end(id);
    for (const id of late) waiting.delete(id);
  }

  private async pass(now: number): Promise<number> {
    await this.end(now);
    const { store, model, waiting } = this;
    const going = [...waiting]
      .filter(([, { paused, dueAt }]) => !paused && dueAt <= now)
      .sort(([, one], [, other]) => one.dueAt - other.dueAt);
    const gone = await store.releaseDue({ now, limit: 100 });
    expect([...gone].sort()).toEqual(going.map(([id]) => id).sort());
    // In the order in which they went: it is that of the rows.
    for (const id of gone) {
      const one = waiting.get(id);
      if (one) model.send(id, { ...one, critical: false });
      waiting.delete(id);
    }
    return now;
  }
}

function chosenOf<T>(all: readonly T[], pick: number): T | undefined {
  return all[pick % Math.max(1, all.length)];
}
