import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { AUTOSAVE_MS, createDraftKeeper } from './draft-keeper';
import type { RequestProblem } from './request';
import { createDraftServer, EMPTY_DRAFT } from './testing/draft-server';

/** A page with an empty form, or with a draft that the server has, and the server itself. */
function composing(saved?: { title: string }) {
  const clock = createManualClock();
  const server = createDraftServer();
  const stored = saved ? server.has({ ...EMPTY_DRAFT, ...saved }) : null;
  const initial = stored?.draft ?? EMPTY_DRAFT;
  let keys = 0;
  const keeper = createDraftKeeper(initial, stored && { id: stored.id, version: stored.version }, {
    request: server.request,
    clock: { now: clock.now, after: clock.timers.after },
    newKey: () => `k${++keys}`,
    random: () => 1,
  });
  return {
    clock,
    server,
    keeper,
    get shown() {
      return keeper.getSnapshot();
    },
    pause: () => clock.advance(AUTOSAVE_MS),
  };
}

test('nothing is stored before something was typed, and nothing before it has a title', async () => {
  const { server, keeper, pause } = composing();
  keeper.start();
  await pause();
  expect(await keeper.save()).toBe(false);
  expect(keeper.getSnapshot().status).toBe('empty');
  keeper.change({ body: 'Take your bike.' });
  await pause();
  expect(keeper.getSnapshot().status).toBe('untitled');
  expect(keeper.isUnsaved()).toBe(true);
  expect(server.asked).toEqual([]);
  keeper.change({ title: 'Fire drill' });
  await pause();
  expect(server.drafts).toMatchObject([{ draft: { title: 'Fire drill', body: 'Take your bike.' } }]);
  expect(keeper.isUnsaved()).toBe(false);
});

test('what is typed on and on is saved every two seconds, and only what has changed', async () => {
  const { clock, server, keeper } = composing({ title: 'A' });
  for (const title of ['AB', 'ABC', 'ABCD']) {
    keeper.change({ title });
    await clock.advance(1_500);
  }
  await clock.advance(2_000);
  expect(server.asked.map(({ body }) => body)).toEqual([
    { title: 'ABC', version: 1 },
    { title: 'ABCD', version: 2 },
  ]);
  expect(keeper.getSnapshot()).toMatchObject({ status: 'saved', stored: { version: 3 } });
});

test('one request at a time: what is typed meanwhile goes out after it, and the newest stays', async () => {
  const { server, keeper, clock, pause } = composing({ title: 'A' });
  server.waits();
  keeper.change({ title: 'AB' });
  await pause();
  keeper.change({ title: 'ABC' });
  // As when the field is left, and once more.
  void keeper.save();
  void keeper.save();
  await pause();
  expect(server.asked).toHaveLength(1);
  expect(keeper.getSnapshot().status).toBe('saving');
  server.goesOn();
  await clock.settle();
  expect(server.asked.map(({ body }) => body.title)).toEqual(['AB', 'ABC']);
  expect(server.drafts[0]).toMatchObject({ version: 3, draft: { title: 'ABC' } });
});

test('saving now takes along what is typed while it is saved', async () => {
  const { server, keeper } = composing({ title: 'A' });
  keeper.change({ title: 'AB' });
  server.waits();
  const saved = keeper.save();
  keeper.change({ title: 'ABC' });
  server.goesOn();
  expect(await saved).toBe(true);
  expect(server.drafts[0]).toMatchObject({ version: 3, draft: { title: 'ABC' } });
});

test('one draft however often it is asked for: a lost answer is asked for again as it was', async () => {
  const { clock, server, keeper, pause } = composing();
  server.loses(2);
  keeper.change({ title: 'A' });
  await pause();
  expect(keeper.getSnapshot().status).toBe('retrying');
  keeper.change({ title: 'AB' });
  await clock.advance(60_000);
  expect(server.drafts).toHaveLength(1);
  expect(server.asked.map(({ key, body }) => [key, body.title])).toEqual([
    ['k1', 'A'],
    ['k1', 'A'],
    ['k1', 'A'],
    ['k2', 'AB'],
  ]);
  expect(keeper.getSnapshot()).toMatchObject({ status: 'saved', stored: { id: 'd1', version: 2 } });
});

test('without a line it is tried again, later and later, and typing goes on', async () => {
  const { clock, server, keeper, pause } = composing({ title: 'A' });
  server.isDown = true;
  keeper.change({ title: 'AB' });
  await pause();
  expect(keeper.getSnapshot().status).toBe('retrying');
  expect(keeper.isUnsaved()).toBe(true);
  await clock.advance(10 * 60_000);
  expect(server.asked.length).toBeGreaterThan(10);
  expect(server.asked.length).toBeLessThan(30);
  keeper.change({ title: 'ABC' });
  expect(keeper.getSnapshot().status).toBe('retrying');
  server.isDown = false;
  await clock.advance(40_000);
  expect(keeper.getSnapshot().status).toBe('saved');
  expect(server.drafts[0]?.draft.title).toBe('ABC');
});

test('a field that is refused says why, and the others are saved', async () => {
  const { server, keeper, pause } = composing({ title: 'A' });
  keeper.change({ title: 'AB', url: 'javascript:x' });
  await pause();
  expect(keeper.getSnapshot()).toMatchObject({ status: 'partly', errors: [{ path: 'url' }] });
  expect(server.drafts[0]?.draft).toMatchObject({ title: 'AB', url: null });
  expect(keeper.isUnsaved()).toBe(true);
  expect(await keeper.save()).toBe(false);
  keeper.change({ url: '/plan' });
  expect(keeper.getSnapshot().errors).toEqual([]);
  await pause();
  expect(keeper.getSnapshot()).toMatchObject({ status: 'saved', errors: [], problem: null });
  expect(server.drafts[0]?.draft.url).toBe('/plan');
});

test('a new draft with a field that is refused is stored without it', async () => {
  const { server, keeper, pause } = composing();
  keeper.change({ title: 'A', url: 'javascript:x', severity: 'critical' });
  await pause();
  expect(keeper.getSnapshot().status).toBe('partly');
  expect(server.drafts).toMatchObject([{ draft: { title: 'A', url: null, severity: 'critical' } }]);
});

test('when all that changed is refused nothing more is asked for', async () => {
  const { server, keeper, clock, pause } = composing({ title: 'A' });
  keeper.change({ url: 'javascript:x' });
  await pause();
  expect(keeper.getSnapshot()).toMatchObject({ status: 'partly', errors: [{ path: 'url' }] });
  expect(keeper.isUnsaved()).toBe(true);
  await clock.advance(60_000);
  expect(server.asked).toHaveLength(1);
});

test('another person’s change is not overwritten: theirs is shown, and nothing is saved before it is chosen', async () => {
  const { server, keeper, clock, pause } = composing({ title: 'A' });
  server.changes('d1', 'Sam', { title: 'By Sam' });
  keeper.change({ title: 'Mine' });
  await pause();
  expect(keeper.getSnapshot()).toMatchObject({
    status: 'conflict',
    draft: { title: 'Mine' },
    theirs: { by: 'Sam', version: 2, draft: { title: 'By Sam' } },
  });
  keeper.change({ title: 'Mine, longer' });
  await clock.advance(60_000);
  expect(await keeper.save()).toBe(false);
  expect(server.drafts[0]?.draft.title).toBe('By Sam');
});

test('“Reload” shows theirs and sets mine aside; it can be had back', async () => {
  const { server, keeper, clock, pause } = composing({ title: 'A' });
  server.changes('d1', 'Sam', { title: 'By Sam' });
  keeper.change({ title: 'Mine' });
  await pause();
  server.changes('d1', 'Sam', { title: 'By Sam again' });
  await keeper.takeTheirs();
  expect(keeper.getSnapshot()).toMatchObject({
    status: 'saved',
    draft: { title: 'By Sam again' },
    stored: { version: 3 },
    setAside: { draft: { title: 'Mine' }, whose: 'mine', by: 'Sam' },
  });
  expect(keeper.isUnsaved()).toBe(false);
  keeper.bringBack();
  await clock.settle();
  expect(server.drafts[0]).toMatchObject({ version: 4, draft: { title: 'Mine' } });
  expect(keeper.getSnapshot().setAside).toMatchObject({ draft: { title: 'By Sam again' }, whose: 'theirs' });
});

test('“Keep mine” saves over theirs, which is set aside, and no other one', async () => {
  const { server, keeper, clock, pause } = composing({ title: 'A' });
  server.changes('d1', 'Sam', { title: 'By Sam', body: 'Of Sam' });
  keeper.change({ title: 'Mine' });
  await pause();
  keeper.keepMine();
  await clock.settle();
  expect(server.drafts[0]).toMatchObject({ version: 3, draft: { title: 'Mine', body: null } });
  expect(keeper.getSnapshot().setAside).toMatchObject({
    draft: { body: 'Of Sam' },
    whose: 'theirs',
    by: 'Sam',
  });
  keeper.change({ title: 'Mine 2' });
  await pause();
  server.changes('d1', 'Ben', { title: 'By Ben' });
  keeper.change({ title: 'Mine 3' });
  await pause();
  server.changes('d1', 'Ben', { title: 'By Ben, later' });
  keeper.keepMine();
  await clock.settle();
  expect(keeper.getSnapshot()).toMatchObject({ status: 'conflict', theirs: { by: 'Ben', version: 6 } });
});

test('another person’s change that says the same is none', async () => {
  const { server, keeper, pause } = composing({ title: 'A' });
  server.changes('d1', 'Sam', { title: 'B' });
  keeper.change({ title: 'B' });
  await pause();
  expect(keeper.getSnapshot()).toMatchObject({ status: 'saved', stored: { version: 2 } });
});

/** The server would not act on the version of the page. */
const refusedFor = (version: number): RequestProblem => ({
  code: 'conflict',
  status: 409,
  detail: 'Somebody has changed this draft.',
  errors: [],
  facts: { version },
});

test('with nothing to save, another person’s change comes to light when the server refuses to act', async () => {
  const { server, keeper, clock } = composing({ title: 'A' });
  server.changes('d1', 'Sam', { title: 'By Sam' });
  expect(await keeper.save()).toBe(true);
  expect(await keeper.meetChange(refusedFor(2))).toBe(false);
  expect(keeper.getSnapshot()).toMatchObject({
    status: 'conflict',
    draft: { title: 'A' },
    theirs: { by: 'Sam', draft: { title: 'By Sam' } },
  });
  expect(await keeper.save()).toBe(false);
  keeper.keepMine();
  await clock.settle();
  expect(server.drafts[0]).toMatchObject({ version: 3, draft: { title: 'A' } });
  expect(await keeper.save()).toBe(true);
});

test('a change that says the same, or is of this page itself, is nobody’s to choose', async () => {
  const { server, keeper } = composing({ title: 'A' });
  server.changes('d1', 'Sam', {});
  expect(await keeper.meetChange(refusedFor(2))).toBe(true);
  expect(keeper.getSnapshot()).toMatchObject({ status: 'saved', stored: { version: 2 } });
  keeper.change({ title: 'AB' });
  await keeper.save();
  server.changes('d1', 'Sam', { title: 'By Sam' });
  // The refusal of a request from before the last saving: what came since will be met by the next one.
  expect(await keeper.meetChange(refusedFor(3))).toBe(true);
});

test('what is typed when the refusal comes is a conflict as well, and a draft that is none any more is gone', async () => {
  const { server, keeper } = composing({ title: 'A' });
  server.changes('d1', 'Sam', { title: 'By Sam' });
  keeper.change({ title: 'Mine' });
  expect(await keeper.meetChange(refusedFor(2))).toBe(false);
  expect(keeper.getSnapshot()).toMatchObject({ status: 'conflict', draft: { title: 'Mine' } });
  const other = composing({ title: 'A' });
  other.server.changes('d1', 'Sam', { title: 'By Sam' });
  other.server.becomes('d1', 'sent');
  expect(await other.keeper.meetChange(refusedFor(2))).toBe(false);
  expect(other.keeper.getSnapshot().status).toBe('gone');
});

test('“Keep mine” over a text that could not be read saves all of mine', async () => {
  const { server, keeper, clock, pause } = composing({ title: 'A' });
  server.changes('d1', 'Sam', { title: 'By Sam', body: 'Of Sam' });
  server.isDown = true;
  expect(await keeper.meetChange(refusedFor(2))).toBe(false);
  expect(keeper.getSnapshot()).toMatchObject({ status: 'conflict', theirs: null });
  server.isDown = false;
  keeper.keepMine();
  expect(keeper.isUnsaved()).toBe(true);
  await clock.settle();
  expect(server.drafts[0]).toMatchObject({ version: 3, draft: { title: 'A', body: null } });
  keeper.change({ title: 'AB' });
  await pause();
  expect(server.asked.at(-1)?.body).toEqual({ title: 'AB', version: 3 });
});

test('a draft that was sent or thrown away meanwhile is said to be gone, and its text stays', async () => {
  const { server, keeper, clock, pause } = composing({ title: 'A' });
  server.becomes('d1', 'sent');
  keeper.change({ title: 'AB' });
  await pause();
  expect(keeper.getSnapshot()).toMatchObject({ status: 'gone', draft: { title: 'AB' } });
  keeper.change({ title: 'ABC' });
  await clock.advance(60_000);
  expect(server.asked.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
});

test('a page from the browser’s memory shows what was saved since', async () => {
  const { server, keeper, clock } = composing({ title: 'A' });
  server.changes('d1', 'Me', { title: 'AB' });
  keeper.start();
  await clock.settle();
  expect(keeper.getSnapshot()).toMatchObject({
    status: 'saved',
    draft: { title: 'AB' },
    stored: { version: 2 },
  });
});

test('looking for a newer one does not touch what was typed before the answer', async () => {
  const { server, keeper, clock } = composing({ title: 'A' });
  server.changes('d1', 'Sam', { title: 'By Sam' });
  keeper.start();
  keeper.change({ title: 'Mine' });
  await clock.settle();
  expect(keeper.getSnapshot().draft.title).toBe('Mine');
});

test('leaving the page saves what is not saved, outlives it, and gives up in time', async () => {
  const { server, keeper, clock } = composing({ title: 'A' });
  const stop = keeper.start();
  await clock.settle();
  keeper.change({ title: 'AB' });
  server.isDown = true;
  server.asked.length = 0;
  stop();
  await clock.advance(60 * 60_000);
  expect(server.asked).toHaveLength(5);
  expect(server.asked.every(({ keepalive }) => keepalive)).toBe(true);
});

test('what was thrown away is not saved by leaving', async () => {
  const { server, keeper, clock } = composing({ title: 'A' });
  const stop = keeper.start();
  await clock.settle();
  keeper.change({ title: 'AB' });
  keeper.letGo();
  server.asked.length = 0;
  stop();
  await clock.advance(60_000);
  expect(server.asked).toEqual([]);
  expect(keeper.isUnsaved()).toBe(false);
});
