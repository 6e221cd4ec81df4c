import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askNow, type InboxState, isBehind, itemsOf, rowsOf, startState } from './inbox-state';
import { FILTERS } from './notification';
import { type Act, pendingActs, shownCounts } from './overlay';
import { type Input, reduce } from './reducer';
import type { MarkAs } from './status';
import { type InboxEvent, parseCursor } from './stream';
import { createModelInbox, type ModelInbox } from './testing/model-inbox';
import { moment } from './testing/rows';

const RUNS = process.env.LONG !== '1' ? 2_000 : 50_000;
/** Everything is shown at once, syncs have several parts, and being four behind is a reset. */
const LIMITS = { fatChanges: 2, syncPage: 2, resetAfter: 4, feedPage: 50 };

const nth = fc.nat(20);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('append'), nth }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('read', 'unread', 'archived'), nth }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('act', 'act', 'sync'), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('restart', 'restore'), nth }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** A client that is told things in the order that the scheduler chooses; each telling is checked. */
class Client {
  state: InboxState;
  private acts: readonly Act[] = [];
  private made = 0;
  private syncing = false;
  private readonly told: Promise<void>[] = [];
  /** What its counts are the counts of. */
  private countedAt: number;

  constructor(
    private readonly server: ModelInbox,
    private readonly scheduler: fc.Scheduler,
    private readonly tally: (what: string) => void,
  ) {
    const page = server.feed('inbox', null);
    this.state = startState(page, cursorOf(page.cursor));
    this.countedAt = this.state.seq;
  }

  take({ do: what, nth }: Step): void {
    const { server } = this;
    const id = `n${1 + (nth % 8)}`;
    this.tally(what);
    if (what === 'append') this.tell('event', server.append(1 + (nth % 3)));
    else if (what === 'sync') this.sync();
    else if (what === 'act') this.act(id, nth % 2 === 0 ? 'read' : 'unread');
    else if (what === 'restart') server.restart(`${server.history().epoch}r`);
    else if (what === 'restore') {
      server.restore(`${server.history().epoch}b`, Math.max(3, server.history().head() - (nth % 5)));
    } else this.tell('event', server.mark(id, what)?.event ?? null);
  }

  /** Answered as things are now, told whenever the scheduler likes; one at a time, as in the product. */
  sync(): void {
    if (this.syncing) return;
    this.syncing = true;
    const asked = askNow(this.state);
    const answer = this.server.sync(asked.anew ? null : asked.from);
    this.later('sync', () => {
      this.syncing = false;
      this.hear({ kind: 'synced', answer, at: cursorOf(answer.cursor), asked });
    });
  }

  private act(id: string, as: MarkAs): void {
    this.made += 1;
    const key = `act-${this.made}`;
    this.acts = [...this.acts, { key, at: moment(1), until: null, kind: 'mark', id, as }];
    const event = this.server.mark(id, as)?.event ?? null;
    // The same is published as well.
    this.tell('event', event);
    this.later('answer', () => {
      const until = event && { epoch: event.epoch, seq: event.seq };
      this.acts = this.acts.flatMap((one) => (one.key !== key ? one : until ? { ...one, until } : []));
      if (event) this.hear({ kind: 'event', event });
      this.acts = pendingActs(this.acts, this.state);
    });
  }

  private tell(what: string, event: InboxEvent | null): void {
    if (event) this.later(what, () => this.hear({ kind: 'event', event }));
  }

  private later(what: string, tell: () => void): void {
    this.told.push(this.scheduler.schedule(Promise.resolve(), what).then(tell));
  }

  private hear(input: Input): void {
    const before = this.state;
    this.state = reduce(before, input);
    this.acts = pendingActs(this.acts, this.state);
    const { state } = this;
    const isReset = state.generation !== before.generation;
    if (isReset) this.tally('resets');
    else expect(state.seq).toBeGreaterThanOrEqual(before.seq);
    const isPart = input.kind === 'synced' && 'more' in input.answer && input.answer.more;
    if (isReset || state.counts !== before.counts || (state.seq !== before.seq && !isPart)) {
      this.countedAt = state.seq;
    }
    const counts = this.server.historyOf(state.epoch)?.countsAt(this.countedAt);
    expect(state.counts).toEqual(counts);
    const shown = shownCounts(state, this.acts);
    expect(Math.min(shown.unread, shown.unseen)).toBeGreaterThanOrEqual(0);
  }

  /** Everything under way has been told, and every check of it has held. */
  async settled(): Promise<void> {
    await this.scheduler.waitIdle();
    await Promise.all(this.told);
  }

  expectTrue(): void {
    const { server, state } = this;
    expect(`${state.epoch}.${state.seq}`).toBe(server.cursor());
    expect(shownCounts(state, this.acts)).toEqual(server.counts());
    expect(this.acts).toEqual([]);
    const [inbox] = FILTERS;
    expect(rowsOf(itemsOf(state), inbox, state.extents[inbox])).toEqual(server.all(inbox));
  }
}

function cursorOf(text: string) {
  const cursor = parseCursor(text);
  if (!cursor) throw new Error(`This is no cursor: ${text}`);
  return cursor;
}

test('in whatever order events, answers and resets are told, nothing goes back, and it ends with what is true', async () => {
  const tallies: Record<string, number> = {};
  const tally = (what: string) => {
    tallies[what] = (tallies[what] ?? 0) + 1;
  };
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  const steps = fc.array(step, { minLength: 2, maxLength: 12, size: 'max' });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, async (scheduler, steps) => {
      const server = createModelInbox(LIMITS);
      server.append(4);
      const client = new Client(server, scheduler, tally);
      for (const one of steps) {
        client.take(one);
        // Some of what is under way arrives before the next thing happens.
        if (one.nth % 3 === 0 && scheduler.count() > 0) await scheduler.waitOne();
      }
      await client.settled();
      for (let asked = 0; asked < 20; asked += 1) {
        client.sync();
        await client.settled();
        if (asked > 0 && !isBehind(client.state) && !client.state.midway) break;
      }
      client.expectTrue();
    }),
    { numRuns: RUNS, seed },
  );
  process.stdout.write(`interleavings: seed ${seed} ${JSON.stringify(tallies)}\n`);
  for (const what of ['act', 'sync', 'restart', 'restore', 'resets']) {
    expect(tallies[what], what).toBeGreaterThan(RUNS / 10);
  }
}, 600_000);
