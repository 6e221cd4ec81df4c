import fc from 'fast-check';
import { expect, test } from 'vitest';
import { broadcast, content, join } from '@/db/contract/given';
import { type Change, parseCursor } from '@/lib/inbox/stream';
import { type DataFolder, openDataFolder } from './testing/data-folder';

const RUNS = process.env.LONG !== '1' ? 12 : 300;
const STEPS_MAX = 60;
const CLIENTS = 4;

const nth = fc.nat(1_000);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('append', 'archive', 'recall'), nth }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('sync'), nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('restart', 'kill'), nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('copy', 'put back'), nth }) },
  // What single steps in any order come to too rarely: somebody hears of what is lost then and overtaken later.
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose'), nth }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** Which history a file is of: the commit that took each `seq`, and the runs it has had. */
type Line = Readonly<{ commits: readonly string[]; epochs: readonly string[] }>;
/** What somebody holds who has asked at some time: the rows of the inbox, by what was true at the cursor. */
type Client = { epoch: string; seq: number; commit: string | null; rows: Map<string, string> };

class World {
  private line: Line = { commits: [], epochs: [] };
  private readonly copies: { file: string; line: Line }[] = [];
  private readonly clients: Client[] = [];
  private made = 0;
  private open: string[] = [];

  private constructor(
    private readonly data: DataFolder,
    private readonly tally: (what: string) => void,
  ) {}

  static async make(data: DataFolder, tally: (what: string) => void): Promise<World> {
    const world = new World(data, tally);
    await join(data.store(), 'ana', 'admin');
    world.began();
    for (let n = 0; n < CLIENTS; n += 1) {
      world.clients.push({ epoch: 'none', seq: 0, commit: null, rows: new Map() });
    }
    return world;
  }

  async take(step: Step): Promise<void> {
    this.tally(step.do);
    const { data } = this;
    const store = data.store();
    switch (step.do) {
      case 'append':
        // Every third is a broadcast, which can be taken back.
        if (step.nth % 3 === 0) return this.send();
        this.made += 1;
        await store.append({ recipients: [{ userId: 'ana', id: `n${this.made}` }], ...SAID, now: this.made });
        return this.moved();
      case 'archive': {
        const { items } = await store.feed('ana', { ...PAGE, now: ++this.made });
        await this.moved();
        const id = items[step.nth % Math.max(1, items.length)]?.id;
        if (id === undefined) return;
        await store.mark('ana', { id, as: 'archived', operationId: `o${this.made}`, now: this.made });
        return this.moved();
      }
      case 'recall': {
        const [id] = this.open.splice(step.nth % Math.max(1, this.open.length), 1);
        // After a restore the broadcast may never have been.
        if (id !== undefined && (await store.findBroadcast(id)))
          await store.recallBroadcast(id, { now: ++this.made });
        return;
      }
      case 'sync':
        return this.sync(this.clients[step.nth % CLIENTS]);
      case 'restart':
        await data.restart();
        return this.began();
      case 'kill':
        await data.kill();
        return this.began();
      case 'copy':
        this.copies.push({ file: data.copy(), line: this.line });
        return;
      case 'put back': {
        const copy = this.copies[step.nth % Math.max(1, this.copies.length)];
        if (!copy) return;
        await data.putBack(copy.file);
        this.line = copy.line;
        return this.began();
      }
      case 'lose': {
        await this.take({ do: 'copy', nth: 0 });
        await this.take({ do: 'append', nth: 1 });
        await this.take({ do: 'append', nth: 1 });
        await this.take({ do: 'sync', nth: step.nth });
        await this.take({ do: 'put back', nth: this.copies.length - 1 });
        for (let n = 0; n <= step.nth % 4; n += 1) await this.take({ do: 'append', nth: 1 });
      }
    }
  }

  async settle(): Promise<void> {
    for (const client of this.clients) await this.sync(client);
  }

  private async send(): Promise<void> {
    const title = `b${++this.made}`;
    await broadcast(this.data.store(), { title, createdBy: 'ana', now: this.made });
    this.open.push(title);
  }

  private began(): void {
    this.line = { ...this.line, epochs: [...this.line.epochs, this.data.store().epoch] };
  }

  /** Names the commits that the stream has taken since. */
  private async moved(): Promise<void> {
    const { cursor } = await this.data.store().counts('ana', this.made);
    const head = parseCursor(cursor)?.seq ?? 0;
    const commits = [...this.line.commits];
    while (commits.length < head) commits.push(`c${++this.made}`);
    this.line = { ...this.line, commits };
  }

  /** A question that is answered with changes leads to the truth, and is never answered so for what was lost. */
  private async sync(client: Client | undefined): Promise<void> {
    if (!client) throw new Error('There is no such client.');
    await this.moved();
    const { epoch, seq } = client;
    const isTrue =
      this.line.epochs.includes(epoch) && (seq === 0 || this.line.commits[seq - 1] === client.commit);
    const store = this.data.store();
    const answer = await store.sync('ana', { cursor: { epoch, seq }, now: ++this.made });
    expect('reset' in answer, `the cursor ${seq} of ${isTrue ? 'this' : 'another'} history`).toBe(!isTrue);
    if (epoch !== 'none' && epoch !== store.epoch) this.tally(isTrue ? 'continued' : 'reset');
    if ('reset' in answer) client.rows = new Map(answer.items.map((item) => [item.id, JSON.stringify(item)]));
    else for (const change of answer.changes) apply(client.rows, change);
    const { items } = await store.feed('ana', { ...PAGE, now: this.made });
    const shown = new Map(items.map((item) => [item.id, JSON.stringify(item)]));
    expect([...client.rows].sort()).toEqual([...shown].sort());
    client.epoch = store.epoch;
    client.seq = this.line.commits.length;
    client.commit = this.line.commits.at(-1) ?? null;
  }
}

const SAID = { content: content('said') };
const PAGE = { filter: 'inbox', before: null, limit: 100 } as const;

function apply(rows: Map<string, string>, change: Change): void {
  if ('removed' in change) rows.delete(change.id);
  else if (change.item.archivedAt !== null) rows.delete(change.item.id);
  else rows.set(change.item.id, JSON.stringify(change.item));
}

test('through any restarts, kills, copies and restores, an answer that is no reset leads to what is true', async () => {
  const tallies: Record<string, number> = {};
  const tally = (what: string) => {
    tallies[what] = (tallies[what] ?? 0) + 1;
  };
  const seed = Date.now() % 2 ** 31;
  const steps = fc.array(step, { minLength: 20, maxLength: STEPS_MAX, size: 'max' });
  await fc.assert(
    fc.asyncProperty(steps, async (steps) => {
      const data = await openDataFolder();
      try {
        const world = await World.make(data, tally);
        for (const step of steps) await world.take(step);
        await world.settle();
      } finally {
        await data.remove();
      }
    }),
    { numRuns: RUNS, seed },
  );
  process.stdout.write(`lineage: seed ${seed} ${JSON.stringify(tallies)}\n`);
  expect(tallies.continued).toBeGreaterThan(RUNS / 2);
  expect(tallies.reset).toBeGreaterThan(RUNS / 2);
}, 1_800_000);
