import { expect, test } from 'vitest';
import { freshSeed, seededRandom } from '@/lib/fault-kit';
import { createModelInbox } from '@/lib/inbox/testing/model-inbox';
import { moment } from '@/lib/inbox/testing/rows';
import type { KeptAct } from './kept-act';
import { expectedRows } from './testing/expected-rows';
import { createFakeBrowser, type FakePage } from './testing/fake-browser';

const RUNS = process.env.LONG === undefined ? 20 : 2_000;
const STEPS = 60;
const ROWS = 5;
const MARKS = ['read', 'unread', 'archive', 'restore'] as const;

/**
 * A person with up to three tabs acts and undoes at random; answers are lost on the way there and back, or late; the
 * line is cut, tabs are reloaded, crash and close. In the end the server has each act done exactly once, in the order in
 * which they were done, without those that were undone.
 */
async function run(seed: number): Promise<Record<string, number>> {
  const random = seededRandom(seed);
  const upTo = (count: number) => Math.floor(random() * count);
  const some = <T>(all: readonly T[]): T | undefined => all[upTo(all.length)];
  const tally: Record<string, number> = {};
  const count = (what: string) => {
    tally[what] = (tally[what] ?? 0) + 1;
  };

  const model = createModelInbox();
  // Seen already: what an unseen row that changed was to a person is another matter.
  model.append(ROWS, { seenAt: moment(0) });
  const browser = createFakeBrowser(model);
  let tabs: FakePage[] = [await browser.open()];
  const ids = () =>
    model
      .all('inbox')
      .concat(model.all('archived'))
      .map(({ id }) => id);

  async function reload(how: 'left' | 'crashes'): Promise<void> {
    const tab = some(tabs);
    if (tab === undefined) return;
    // What is not kept yet when its page is left is sent at once, in whatever order the network makes of it.
    await browser.clock.settle();
    tab.goes(how);
    tabs = tabs.filter((one) => one !== tab);
    // A page cannot be loaded without a line.
    if (tabs.length === 0) {
      browser.line.isCut = false;
      for (const part of PARTS) browser.server.releases(part);
      browser.server.accepts('/');
    }
    if (!browser.line.isCut) tabs.push(await browser.open());
  }

  const PARTS = ['/reading', '/archiving', '/undoing', '/sync'];
  const steps: readonly (readonly [weight: number, name: string, step: () => unknown])[] = [
    [24, 'acts', () => some(tabs)?.do[some(MARKS) ?? 'read'](some(ids()) ?? '')],
    [
      4,
      'read alls',
      () => {
        const tab = some(tabs);
        tab?.do.readAll('inbox', tab.now().views.inbox.through);
      },
    ],
    [12, 'undos', () => some(tabs)?.do.undo()],
    [8, 'answers lost on the way there', () => browser.server.refuses(some(PARTS) ?? '', null, 1 + upTo(3))],
    [6, 'answers late', () => browser.server.holds(some(PARTS) ?? '', random() < 0.3 ? 'there' : 'back')],
    [
      6,
      'answers lost on the way back',
      () => {
        const part = some(PARTS.filter((one) => browser.server.waiting(one) > 0));
        if (part) browser.server.answers(part, null);
      },
    ],
    [6, 'late answers that come', () => browser.server.releases(some(PARTS) ?? '')],
    [
      4,
      'cuts',
      () => {
        const knows = random() < 0.5 ? 'knows' : 'guesses';
        for (const tab of tabs) tab.cut(knows);
      },
    ],
    [4, 'mends', () => Promise.all(tabs.map((tab) => tab.mends()))],
    [3, 'reloads', () => reload('left')],
    [2, 'crashes', () => reload('crashes')],
    [
      2,
      'new tabs',
      async () => {
        if (tabs.length < 3 && !browser.line.isCut) tabs.push(await browser.open());
      },
    ],
    [2, 'arrivals', () => model.append(1, { seenAt: moment(0) })],
    [6, 'waits', () => browser.clock.advance(upTo(4_000))],
  ];
  const lots = steps.flatMap(([weight, name, step]) =>
    Array.from({ length: weight }, () => [name, step] as const),
  );
  const drawn = () => some(lots) ?? (['nothing', () => {}] as const);

  for (let n = 0; n < STEPS; n += 1) {
    const [name, step] = drawn();
    count(name);
    await step();
    if (random() < 0.6) await browser.clock.settle();
  }

  for (const part of PARTS) browser.server.releases(part);
  for (const part of PARTS) browser.server.accepts(part);
  browser.line.isCut = false;
  if (tabs.length === 0) tabs.push(await browser.open());
  for (const tab of tabs) await tab.mends();
  for (let n = 0; n < 40 && browser.disk.kept().length > 0; n += 1) await browser.clock.advance(5_000);
  await browser.clock.advance(120_000);

  const context = `seed ${seed}`;
  expect(browser.disk.kept(), context).toEqual([]);
  const log = browser.disk.added();
  const done = browser.server.done();
  const undone = new Set(log.map(({ deed }) => (deed.kind === 'undo' ? deed.operation : '')));
  // What was undone before it was ever sent has not been.
  const asked = new Set(browser.server.keys());
  const real = log.filter(({ key }) => asked.has(key) || !undone.has(key));
  const all = model.all('inbox').concat(model.all('archived'));
  const rows = expectedRows(real, all);
  for (const row of all) {
    const { id, readAt, archivedAt } = row;
    expect({ id, read: readAt !== null, archived: archivedAt !== null }, context).toEqual(rows.get(id));
  }
  // Each act that stands was done, and nothing was done that nobody did.
  for (const { key, deed } of log) {
    if (deed.kind !== 'undo' && !undone.has(key)) expect(done, context).toContain(key);
  }
  const conflicts = pairs(log.filter(({ key }) => done.includes(key))).filter(isOrdered);
  for (const [one, two] of conflicts) {
    expect(done.indexOf(one.key), context).toBeLessThan(done.indexOf(two.key));
  }
  tally['pairs whose order matters'] = conflicts.length;
  const known = new Set(log.map(({ key }) => key));
  expect(
    done.filter((key) => !known.has(key)),
    context,
  ).toEqual([]);
  expect(new Set(done).size, context).toBe(done.length);
  for (const tab of tabs) {
    expect(tab.now(), context).toMatchObject({
      status: 'live',
      counts: model.counts(),
      unsent: { count: 0 },
    });
    expect(tab.now().views.inbox.rows, context).toMatchObject(model.all('inbox'));
  }
  tally.sent = browser.server.keys().length;
  tally.done = done.length;
  tally['never sent'] = log.filter(({ key }) => !browser.server.keys().includes(key)).length;
  for (const tab of tabs) tab.goes();
  return tally;
}

test(`${RUNS} random stories end with each act done exactly once, in its order, minus the undone ones`, async () => {
  const first = process.env.SEED === undefined ? freshSeed() : Number(process.env.SEED);
  const total: Record<string, number> = {};
  for (let n = 0; n < RUNS; n += 1) {
    const tally = await run(first + n);
    for (const [what, count] of Object.entries(tally)) total[what] = (total[what] ?? 0) + count;
  }
  process.stdout.write(`acts: seeds ${first} to ${first + RUNS - 1}, ${JSON.stringify(total)}\n`);
  // The premise: all of it has happened.
  for (const what of ['undos', 'answers lost on the way back', 'reloads', 'crashes', 'cuts', 'never sent']) {
    expect(total[what], what).toBeGreaterThan(0);
  }
  expect(total.sent).toBeGreaterThan(total.done ?? 0);
}, 3_600_000);

const pairs = <T>(all: readonly T[]) =>
  all.flatMap((one, at) => all.slice(at + 1).map((two) => [one, two] as const));

/** Two acts on one row, or one on many rows and any other. */
function isOrdered([one, two]: readonly [KeptAct, KeptAct]): boolean {
  return one.deed.kind !== 'mark' || two.deed.kind !== 'mark' || one.deed.id === two.deed.id;
}
