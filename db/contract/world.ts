import { expect } from 'vitest';
import { FILTERS } from '@/lib/inbox/notification';
import type { Mutation, Store } from '../store';
import { type Act, GROUPS } from './act';
import { Aging } from './aging';
import { compareMarks } from './compare-marks';
import { content, join } from './given';
import { isShown, Model } from './model';
import { asRow, byId, chosen, expectInOrder, keyOf, Replica, readView } from './replica';
import { isOfSender, Sender } from './sender';
import { changeStanding } from './standing';

const DAY_MS = 24 * 60 * 60 * 1000;

type Client = {
  /** Applies the answers to its own acts, and asks when it wants to know. */
  replica: Replica;
  /** Applies published events and nothing else. */
  watcher: Replica;
  /** What other clients of this person held at some time. */
  remembered: Replica[];
};

/** The store under test, the model beside it, and the clients that look on. Every act is carried out in both. */
export class World {
  private now = 1_000;
  private made = 0;
  private readonly model = new Model();
  private readonly aging = new Aging();
  private readonly clients = new Map<string, Client>();

  private readonly sender: Sender;

  private constructor(private readonly store: Store) {
    this.sender = new Sender(store, this.model);
  }

  static async make(store: Store): Promise<World> {
    const world = new World(store);
    for (const [name, role] of [
      ['ana', 'member'],
      ['ben', 'member'],
      ['carla', 'admin'],
    ] as const) {
      await join(store, name, role);
      world.model.join(name, role);
      const replica = (): Replica => new Replica(store, name, world.aging.floor(name));
      const client = { replica: replica(), watcher: replica(), remembered: [] };
      world.clients.set(name, client);
    }
    for (const id of GROUPS) await store.createGroup({ id, key: id, name: id, createdBy: 'carla', now: 1 });
    return world;
  }

  async act(act: Act): Promise<void> {
    this.now++;
    await this.sender.end(this.now);
    await this.carryOut(act);
    for (const key of this.model.sent.keys()) {
      expect(await this.store.figures(key)).toMatchObject(this.model.figures(key) ?? {});
    }
  }

  /** Afterwards everybody reads, and everything must agree. */
  async settle(): Promise<void> {
    // Before anybody reads: what ends between two of them would be news to the first.
    await this.sender.end(this.now + this.clients.size);
    for (const name of this.clients.keys()) {
      this.now++;
      await this.compare(name);
    }
    await this.publish();
    expect(await this.store.dirtyStreams(10)).toEqual([]);
    for (const [name, { replica, watcher, remembered }] of this.clients) {
      await replica.sync(this.now);
      // The watcher has had every event and asked only when one was thin.
      for (const other of [watcher, ...remembered]) {
        if (other !== watcher) await other.sync(this.now);
        expect(other.seq).toBe(replica.seq);
        expect(other.counts).toEqual(this.model.counts(name));
        expect(byId(other)).toEqual(byId(replica));
      }
    }
    for (const key of this.model.sent.keys()) await compareMarks(this.store, this.model, key);
  }

  private async carryOut(act: Act): Promise<void> {
    const { store, model, now } = this;
    if (act.do === 'publish') return this.publish();
    if (act.do === 'purge') return this.purge(act);
    if (isOfSender(act)) {
      this.now = await this.sender.act(act, now);
      return;
    }
    const { replica, remembered } = this.client(act.name);
    switch (act.do) {
      case 'append': {
        const id = `n${++this.made}`;
        await store.append({ recipients: [{ userId: act.name, id }], content: content(id), now });
        return model.append(act.name, id);
      }
      case 'change':
      case 'member':
      case 'mute':
        return changeStanding({ store, model, sender: this.sender }, act, now);
      case 'replay':
        await store.replay([act.name], now);
        return model.touch(act.name);
      case 'read':
        return this.compare(act.name);
      case 'remember':
        remembered.push(replica.copy());
        return;
      case 'mark':
        return this.mark(act);
      case 'view': {
        const row = chosen(replica, act.pick);
        const answer = await store.view(act.name, { ids: row ? [row.id] : [], now });
        model.touch(act.name);
        model.mark(act.name, { keys: row ? [keyOf(row)] : [], as: 'seen', operation: '', now });
        return this.take(act.name, answer);
      }
      case 'readAll':
        return this.readAll(act);
      case 'undo': {
        const known = [...model.person(act.name).operations.keys()];
        const operation = known[act.pick % Math.max(1, known.length)];
        if (operation === undefined) return;
        const undoing = store.undo(act.name, { operationId: operation, now });
        if (this.aging.isTooOld(operation, now)) {
          return expect(undoing).rejects.toMatchObject({ code: 'not_found' });
        }
        const answer = await undoing;
        model.touch(act.name);
        model.undo(act.name, operation);
        return this.take(act.name, answer);
      }
    }
  }

  private async mark({ name, pick, as }: Extract<Act, { do: 'mark' }>): Promise<void> {
    const row = chosen(this.client(name).replica, pick);
    if (!row) return;
    const operation = `o${++this.made}`;
    const act = { id: row.id, operationId: operation, now: this.now };
    const answer = as === 'clicked' ? this.store.click(name, act) : this.store.mark(name, { ...act, as });
    if (!this.model.person(name).rows.some((candidate) => candidate.key === keyOf(row))) {
      // A refusal rolls everything back, the replay too.
      await expect(answer).rejects.toMatchObject({ code: 'not_found' });
      return;
    }
    this.model.touch(name);
    const changed = this.model.mark(name, { keys: [keyOf(row)], as, operation, now: this.now });
    this.aging.did(operation, this.now);
    expect((await answer).operation).toBe(changed ? operation : null);
    this.take(name, await answer);
  }

  private async readAll({ name, pick, filter }: Extract<Act, { do: 'readAll' }>): Promise<void> {
    const { replica } = this.client(name);
    const row = pick % 2 === 0 ? chosen(replica, pick) : null;
    const through = { epoch: this.store.epoch, seq: row?.sortSeq ?? replica.seq };
    const operation = `o${++this.made}`;
    // `through` is of what was on screen; by now the inbox may have been replayed and have moved on.
    await replica.sync(this.now);
    this.model.touch(name);
    const now = new Map([...replica.rows.values()].map((held) => [keyOf(held), held]));
    const keys = this.model
      .person(name)
      .rows.filter((held) => isShown(held, filter) && held.read === null)
      .filter(({ key, seen }) => {
        const { sortSeq, seq } = now.get(key) ?? { sortSeq: 0, seq: 0 };
        return sortSeq <= through.seq && (seen !== null || seq <= through.seq);
      })
      .map((held) => held.key);
    const bulk = { through, filter, operationId: operation, now: this.now };
    const answer = await this.store.readAll(name, bulk);
    const changed = this.model.mark(name, { keys, as: 'read', operation, now: this.now });
    this.aging.did(operation, this.now);
    expect(answer.operation).toBe(changed ? operation : null);
    this.take(name, answer);
  }

  /** Publishes as the relay does; the watcher must be able to apply every fat event. */
  private async publish(): Promise<void> {
    for (const name of await this.store.dirtyStreams(10)) {
      const { watcher } = this.client(name);
      const event = await this.store.pendingEvent(name);
      if (!event) throw new Error('A dirty stream has nothing to publish.');
      expect(event.from).toBe(watcher.seq);
      expect(event.seq).toBeGreaterThan(event.from);
      expect(event.changes?.length ?? 21).toBeGreaterThan(0);
      if (!watcher.apply(event)) {
        await watcher.sync(this.now);
        this.model.touch(name);
      }
      await this.store.markPublished([{ userId: name, seq: watcher.seq }]);
    }
  }

  /** Time passes, and one chunk of what is too old goes. Nothing that anybody holds or counts may change by it. */
  private async purge({ days, limit }: Extract<Act, { do: 'purge' }>): Promise<void> {
    for (const name of this.clients.keys()) {
      await this.compare(name);
      this.aging.heard(name, this.client(name).replica.removals, this.now);
    }
    this.now += days * DAY_MS;
    const { more } = await this.store.purge({ now: this.now, limit });
    this.aging.purged(this.now, { whole: !more });
  }

  private take(name: string, { event }: Mutation): void {
    expectInOrder(event);
    this.client(name).replica.apply(event);
    expect(event.counts).toEqual(this.model.counts(name));
  }

  /** Reads every view, page by page, and the log; all must be what the model says. */
  private async compare(name: string): Promise<void> {
    const { replica } = this.client(name);
    await replica.sync(this.now);
    this.model.touch(name);
    expect(replica.counts).toEqual(this.model.counts(name));
    const seqs = new Set<number>();
    for (const filter of FILTERS) {
      const items = await readView(this.store, name, { filter, now: this.now });
      expect(items.map(asRow)).toEqual(this.model.shown(name, filter));
      if (filter !== 'unread') for (const item of items) seqs.add(item.seq);
    }
    expect(seqs.size).toBe(this.model.person(name).rows.length);
    const held = [...replica.rows.values()].sort((one, other) => one.sortSeq - other.sortSeq);
    expect(held.map(asRow)).toEqual(this.model.person(name).rows);
  }

  private client(name: string): Client {
    const client = this.clients.get(name);
    if (!client) throw new Error(`There is no client of ${name}.`);
    return client;
  }
}
