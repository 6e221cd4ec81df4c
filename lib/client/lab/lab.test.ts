import { expect, test } from 'vitest';
import { INBOX_CHANGED, userChannel } from '@/lib/realtime/channels';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createFakeLink, type FakeLink } from '../testing/fake-link';
import { createFakeServer } from '../testing/fake-server';
import { createFakeSignals } from '../testing/fake-signals';
import { EMBEDDED, modelOf } from '../testing/open-inbox';
import type { FaultState } from './faults';
import { createLab } from './lab';
import { likenessOf } from './truth';

/** A lab over a model of the server; `tells` is what the server publishes, to both lines. */
async function openLab() {
  const model = modelOf(3);
  const server = createFakeServer(model);
  const manual = createManualClock();
  const links: FakeLink[] = [];
  const clock = { now: manual.now, after: manual.timers.after };
  const lab = createLab(
    { viewerId: 'u1', realtime: EMBEDDED, inbox: model.feed('inbox', null) },
    {
      request: server.request,
      connectApart() {
        const link = createFakeLink();
        links.push(link);
        return link.connect;
      },
      openStream: () => () => {},
      clock,
      random: () => 0.5,
      signals: createFakeSignals().signals,
    },
  );
  const [a, b] = lab.inboxes;
  if (!a || !b) throw new Error('A lab has two inboxes.');
  for (const { store } of lab.inboxes) store.start();
  for (const link of links) link.becomes('subscribed');
  await manual.settle();

  /** How far each inbox is, and whether it is equal to the database. */
  async function shown(): Promise<string[]> {
    await manual.settle();
    await lab.truth.look();
    const truth = lab.truth.getSnapshot();
    if (truth === null) throw new Error('The truth was not told.');
    return lab.inboxes.map(({ name, store }) => {
      const snapshot = store.getSnapshot();
      const { equal } = likenessOf(snapshot, truth);
      return `${name} ${equal ? 'equal' : 'not equal'} with ${snapshot.views.inbox.rows.length}`;
    });
  }
  const faulty = (state: Partial<Omit<FaultState, 'held'>>) => a.faults.change(state);
  const arrives = (count = 1) => {
    const event = model.append(count);
    for (const link of links) link.tells(userChannel('u1'), INBOX_CHANGED, event);
  };
  const said = () => a.log.getSnapshot().map(({ words }) => words);
  return { lab, a, b, model, server, links, clock: manual, shown, faulty, arrives, said };
}

const BOTH = (rows: number) => [`A equal with ${rows}`, `B equal with ${rows}`];

test('two inboxes, each with a line of its own, hear and show the same', async () => {
  const { shown, arrives, links } = await openLab();
  expect(links).toHaveLength(2);
  expect(await shown()).toEqual(BOTH(3));
  arrives();
  expect(await shown()).toEqual(BOTH(4));
});

test('a dropped event leaves one inbox behind, and the next one shows the gap', async () => {
  const { faulty, arrives, shown, said, a } = await openLab();
  faulty({ fate: 'drop' });
  arrives();
  expect(await shown()).toEqual(['A not equal with 3', 'B equal with 4']);
  expect(a.faults.getSnapshot().fate).toBe('arrive');
  arrives();
  expect(await shown()).toEqual(BOTH(5));
  expect(said().slice(0, 3)).toEqual([
    'Sync from 3: 2 changed, up to 5',
    'Event 4 to 5, 1 change: arrives',
    'Event 3 to 4, 1 change: dropped',
  ]);
});

test('a doubled event changes nothing the second time', async () => {
  const { faulty, arrives, shown, server } = await openLab();
  const syncs = server.syncs();
  faulty({ fate: 'double' });
  arrives();
  await shown();
  // One for the truth that was looked at; none for the inbox.
  expect(server.syncs()).toBe(syncs + 1);
  expect(await shown()).toEqual(BOTH(4));
});

test('a late event comes after the one that was sent later', async () => {
  const { faulty, arrives, shown, said, clock } = await openLab();
  faulty({ fate: 'delay', delaySeconds: 5 });
  arrives();
  expect(await shown()).toEqual(['A not equal with 3', 'B equal with 4']);
  arrives();
  expect(await shown()).toEqual(BOTH(5));
  await clock.advance(5_000);
  expect(said()[0]).toBe('Event 3 to 4, 1 change: arrives late');
  expect(await shown()).toEqual(BOTH(5));
});

test.each(['forwards', 'backwards'] as const)(
  'held events arrive when they are released %s',
  async (order) => {
    const { faulty, arrives, shown, a } = await openLab();
    faulty({ holding: true });
    for (let nth = 0; nth < 3; nth += 1) arrives();
    expect(a.faults.getSnapshot().held).toEqual([4, 5, 6]);
    expect(await shown()).toEqual(['A not equal with 3', 'B equal with 6']);
    a.faults.release(order);
    expect(a.faults.getSnapshot()).toMatchObject({ held: [], holding: false });
    expect(await shown()).toEqual(BOTH(6));
  },
);

test('no more is held than a person can mean', async () => {
  const { faulty, arrives, a } = await openLab();
  faulty({ holding: true });
  for (let nth = 0; nth < 60; nth += 1) arrives();
  expect(a.faults.getSnapshot().held).toHaveLength(50);
});

test('a deaf inbox hears neither events nor tips, until it asks', async () => {
  const { faulty, arrives, shown, links, a } = await openLab();
  faulty({ deaf: true });
  arrives(2);
  links[0]?.tips(userChannel('u1'), { epoch: 'e1', seq: 5 });
  expect(await shown()).toEqual(['A not equal with 3', 'B equal with 5']);
  a.store.actions.refresh();
  expect(await shown()).toEqual(BOTH(5));
});

test('the tip of a pong repairs the loss of the last event', async () => {
  const { faulty, arrives, shown, links } = await openLab();
  faulty({ fate: 'drop' });
  arrives();
  expect(await shown()).toEqual(['A not equal with 3', 'B equal with 4']);
  links[0]?.tips(userChannel('u1'), { epoch: 'e1', seq: 4 });
  expect(await shown()).toEqual(BOTH(4));
});

test('while syncs fail a gap stays open, and closes by itself once they do not', async () => {
  const { faulty, arrives, shown, clock } = await openLab();
  faulty({ fate: 'drop', syncsFail: true });
  arrives();
  arrives();
  await clock.advance(10_000);
  expect(await shown()).toEqual(['A not equal with 3', 'B equal with 5']);
  faulty({ syncsFail: false });
  await clock.advance(60_000);
  expect(await shown()).toEqual(BOTH(5));
});

test('what is marked in one arrives in the other by its own line', async () => {
  const { a, model, links, shown, said } = await openLab();
  a.store.actions.read('n1');
  expect(await shown()).toEqual(['A equal with 3', 'B not equal with 3']);
  expect(said()[0]).toBe('POST /notifications/n1/reading: done, 3 to 4');
  links[1]?.tells(userChannel('u1'), INBOX_CHANGED, model.eventAfter(3));
  expect(await shown()).toEqual(BOTH(3));
});

test('the log of the wire is bounded, newest first', async () => {
  const { a } = await openLab();
  for (let nth = 0; nth < 1_000; nth += 1) a.log.add(`${nth}`, 'event');
  expect(a.log.getSnapshot()).toHaveLength(100);
  expect(a.log.getSnapshot()[0]?.words).toBe('999');
});

test('why nothing could be sent is told', async () => {
  const { lab } = await openLab();
  expect(await lab.arrive(1)).toBe('Refused by the test.');
});
