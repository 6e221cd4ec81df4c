import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBehind, itemsOf, rowsOf } from './inbox-state';
import { FILTERS, type Filter } from './notification';
import { shownCounts } from './overlay';
import type { MarkAs } from './status';
import { createModelClient, type ModelClient } from './testing/model-client';
import { createModelInbox, type ModelInbox } from './testing/model-inbox';

const RUNS = 1_500;
const COMMANDS_MAX = 100;
/** So small that thin events, syncs of several pages, resets and older pages happen all the time. */
const LIMITS = { fatChanges: 3, syncPage: 4, resetAfter: 14, feedPage: 3 };

const nth = fc.nat(1_000);
const percent = fc.nat(99);
const filter = fc.constantFrom<Filter>(...FILTERS);
const as = fc.constantFrom<MarkAs>('read', 'unread', 'archived', 'restored', 'seen');
const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('append'), count: fc.constantFrom(1, 1, 1, 2, 5, 16) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('mark'), nth, as }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('readAll'), filter, nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit'), nth }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recall'), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore'), nth }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('publish'), fates: fc.tuple(percent, percent, percent) }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sync'), client: nth }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('page'),
      client: nth,
      filter,
      which: fc.constantFrom('first', 'older'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('act'), client: nth, nth, as }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('act on all'), client: nth, filter }) },
  { weight: 40, arbitrary: fc.record({ do: fc.constant('move'), client: nth, nth, fate: percent }) },
);
type Command = typeof command extends fc.Arbitrary<infer One> ? One : never;

/** The published part of the log, and what happens to each event on its way: lost, doubled, or only late. */
function createRelay(server: ModelInbox, clients: readonly ModelClient[], tally: (what: string) => void) {
  let published = { epoch: server.history().epoch, seq: server.history().head() };
  return (fates: readonly number[]) => {
    const { epoch } = server.history();
    // After a restore the outbox is of the copy: it publishes again what it does not remember.
    if (published.epoch !== epoch)
      published = { epoch, seq: Math.min(published.seq, server.history().head()) };
    const event = server.eventAfter(Math.max(0, published.seq));
    if (event.seq === event.from) return;
    published = { epoch, seq: event.seq };
    for (const [n, client] of clients.entries()) {
      const fate = fates[n] ?? 0;
      tally(fate < 20 ? 'events dropped' : fate < 30 ? 'events doubled' : 'events');
      if (fate >= 20) client.tell(event);
      if (fate >= 20 && fate < 30) client.tell(event);
    }
  };
}

function play(commands: readonly Command[], clientCount: number, tally: (what: string) => void): void {
  const server = createModelInbox(LIMITS);
  server.append(5);
  const clients = Array.from({ length: clientCount }, () => createModelClient(server, tally));
  const publish = createRelay(server, clients, tally);
  const pick = (n: number) => clients[n % clients.length] ?? createModelClient(server, tally);
  const idOf = (n: number) => [...server.history().ids()].at(n % server.history().head()) ?? 'n1';

  const steps: { [Kind in Command['do']]: (command: never) => void } = {
    append: ({ count }: { count: number }) => server.append(count),
    mark: ({ nth, as }: { nth: number; as: MarkAs }) => server.mark(idOf(nth), as),
    readAll: ({ filter, nth }: { filter: Filter; nth: number }) => {
      const { epoch, head } = server.history();
      server.readAll(filter, { epoch, seq: nth % (head() + 1) });
    },
    edit: ({ nth }: { nth: number }) => server.edit(idOf(nth), `Edited ${nth}`),
    recall: ({ nth }: { nth: number }) => server.recall(idOf(nth)),
    purge: () => server.purge(),
    restore: ({ nth }: { nth: number }) => {
      tally('restores');
      const { epoch, head } = server.history();
      server.restore(`${epoch}x`, Math.max(1, head() - (nth % 12)));
    },
    restart: () => server.restart(`${server.history().epoch}y`),
    publish: ({ fates }: { fates: readonly number[] }) => publish(fates),
    sync: ({ client }: { client: number }) => pick(client).askSync(),
    page: ({ client, filter, which }: { client: number; filter: Filter; which: 'first' | 'older' }) =>
      pick(client).askPage(filter, which),
    act: ({ client, nth, as }: { client: number; nth: number; as: MarkAs }) =>
      pick(client).act(
        as === 'seen'
          ? { kind: 'seen', ids: [idOf(nth), idOf(nth + 1)] }
          : { kind: 'mark', id: idOf(nth), as },
      ),
    'act on all': ({ client, filter }: { client: number; filter: Filter }) =>
      pick(client).act({ kind: 'readAll', filter }),
    move: ({ client, nth, fate }: { client: number; nth: number; fate: number }) =>
      pick(client).move(nth, fate < 10),
  };
  for (const one of commands) {
    tally('commands');
    // Each step takes the fields of its own kind.
    steps[one.do](one as never);
  }
  for (const client of clients) comesToRest(client, server);
}

/** Everything under way arrives, the slow timer syncs, every view is loaded: then it equals the server's. */
function comesToRest(client: ModelClient, server: ModelInbox): void {
  const drain = () => {
    for (let moves = 0; client.waiting() > 0; moves += 1) {
      if (moves > 5_000) throw new Error('It does not come to rest.');
      client.move(0, false);
    }
  };
  drain();
  client.askSync();
  drain();
  for (let pages = 0; client.deepen(); pages += 1) {
    if (pages > 500) throw new Error('The views have no ground.');
    drain();
  }
  const state = client.state();
  expect(isBehind(state)).toBe(false);
  expect(state.buffered).toEqual([]);
  expect(client.acts()).toEqual([]);
  expect({ epoch: state.epoch, seq: state.seq }).toEqual({
    epoch: server.history().epoch,
    seq: server.history().head(),
  });
  for (const filter of FILTERS) {
    expect(rowsOf(itemsOf(state), filter, state.extents[filter])).toEqual(server.all(filter));
  }
  expect(shownCounts(state, client.acts())).toEqual(server.counts());
}

test('whatever is lost, doubled, late or out of order, every view ends equal to the database, and is true on the way', () => {
  const tallies: Record<string, number> = {};
  const tally = (what: string) => {
    tallies[what] = (tallies[what] ?? 0) + 1;
  };
  // Another one each time: a failure prints it with the path to the shortest counterexample.
  const seed = Date.now() % 2 ** 31;
  const commands = fc.array(command, { maxLength: COMMANDS_MAX, size: 'max' });
  fc.assert(
    fc.property(commands, fc.integer({ min: 1, max: 3 }), (commands, clients) => {
      tally('runs');
      play(commands, clients, tally);
    }),
    { numRuns: RUNS, seed },
  );
  process.stdout.write(`reducer model: seed ${seed} ${JSON.stringify(tallies)}\n`);
  expect(tallies.runs).toBe(RUNS);
  for (const happened of [
    'events dropped',
    'events doubled',
    'resets',
    'restores',
    'runs continued',
    'syncs failed',
    'pages refused',
  ]) {
    expect(tallies[happened], happened).toBeGreaterThan(RUNS / 10);
  }
}, 120_000);
