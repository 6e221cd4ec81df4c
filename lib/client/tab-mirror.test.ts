import { afterEach, expect, test, vi } from 'vitest';
import { browserTabChannel, createTabMirror, type TabMessage } from './tab-mirror';
import { createFakeTabs } from './testing/fake-tabs';
import { modelOf } from './testing/open-inbox';

const SIGNED_OUT: TabMessage = { kind: 'signed-out' };
const EVENT = modelOf(1).mark('n1', 'read')?.event;

function hearing(tabs: ReturnType<typeof createFakeTabs>, viewerId = 'u1') {
  const mirror = createTabMirror({ viewerId, channel: tabs.open });
  const heard: TabMessage[] = [];
  const stop = mirror.listen((message) => heard.push(message));
  return { mirror, heard, stop };
}

afterEach(() => vi.unstubAllGlobals());

test('what one tab tells, each other tab of this person hears, and it does not', () => {
  const tabs = createFakeTabs();
  const [one, two, three] = [hearing(tabs), hearing(tabs), hearing(tabs)];
  one.mirror.tell({ kind: 'undone', id: 'op' });
  expect(two.heard).toEqual([{ kind: 'undone', id: 'op' }]);
  expect(three.heard).toEqual(two.heard);
  expect(one.heard).toEqual([]);
});

test('nothing crosses to another person in the same browser', () => {
  const tabs = createFakeTabs();
  const mine = hearing(tabs, 'u1');
  const [same, other] = [hearing(tabs, 'u1'), hearing(tabs, 'u10')];
  mine.mirror.tell(SIGNED_OUT);
  expect(same.heard).toEqual([SIGNED_OUT]);
  expect(other.heard).toEqual([]);
});

test.each<TabMessage>([
  { kind: 'event', event: EVENT ?? raise() },
  { kind: 'operation', operation: { id: 'op', did: 'readAll', count: 12, row: null } },
  { kind: 'operation', operation: { id: 'op', did: 'archive', count: null, row: 'n1' } },
  { kind: 'undone', id: 'op' },
  { kind: 'queued' },
  { kind: 'sent' },
  { kind: 'spoken', from: 0, through: 7 },
  SIGNED_OUT,
])('a message arrives as it was told: $kind', (message) => {
  const tabs = createFakeTabs();
  const [one, two] = [hearing(tabs), hearing(tabs)];
  one.mirror.tell(message);
  expect(two.heard).toEqual([message]);
});

const manyChanges = Array.from({ length: 21 }, (_, n) => ({ seq: n, id: `n${n}`, removed: true }));
test.each<[string, unknown]>([
  ['no text', SIGNED_OUT],
  ['nothing', null],
  ['no JSON', '{"kind":'],
  ['a kind of another version', JSON.stringify({ kind: 'sung' })],
  ['an event that is none', JSON.stringify({ kind: 'event', event: { ...EVENT, seq: -1 } })],
  [
    'an event that nobody publishes',
    JSON.stringify({ kind: 'event', event: { ...EVENT, changes: manyChanges } }),
  ],
  [
    'an operation without a name',
    JSON.stringify({ kind: 'operation', operation: { id: '', did: 'read', count: 1 } }),
  ],
  [
    'an operation that nobody does',
    JSON.stringify({ kind: 'operation', operation: { id: 'op', did: 'sing', count: 1 } }),
  ],
  ['a name that is too long', JSON.stringify({ kind: 'undone', id: 'x'.repeat(101) })],
  ['a range that is none', JSON.stringify({ kind: 'spoken', from: 0.5, through: 'x' })],
  ['a text that is too long', JSON.stringify({ kind: 'undone', id: 'op', more: 'x'.repeat(16_000) })],
])('what no tab of ours would say is not heard: %s', (_, data) => {
  const tabs = createFakeTabs();
  const { heard } = hearing(tabs);
  tabs.says('belfry.u1', data);
  expect(heard).toEqual([]);
  tabs.says('belfry.u1', JSON.stringify(SIGNED_OUT));
  expect(heard).toEqual([SIGNED_OUT]);
});

test('what is too large to be true is not told', () => {
  const tabs = createFakeTabs();
  const { mirror } = hearing(tabs);
  mirror.tell({ kind: 'undone', id: 'x'.repeat(16_000) });
  expect(tabs.posted()).toEqual([]);
  mirror.tell({ kind: 'undone', id: 'x' });
  expect(tabs.posted()).toEqual([{ name: 'belfry.u1', message: { kind: 'undone', id: 'x' } }]);
});

test('the channel is open while somebody listens, and no longer', () => {
  const tabs = createFakeTabs();
  const mirror = createTabMirror({ viewerId: 'u1', channel: tabs.open });
  mirror.tell(SIGNED_OUT);
  expect(tabs.names()).toEqual([]);
  const stops = [mirror.listen(() => {}), mirror.listen(() => {})];
  expect(tabs.names()).toEqual(['belfry.u1']);
  for (const stop of stops) stop();
  expect(tabs.names()).toEqual([]);
  mirror.listen(() => {});
  mirror.stop();
  expect(tabs.names()).toEqual([]);
  mirror.listen(() => {});
  expect(tabs.names()).toEqual([]);
});

test('without the browser’s channel each tab is alone', () => {
  vi.stubGlobal('BroadcastChannel', undefined);
  const mirror = createTabMirror({ viewerId: 'u1', channel: browserTabChannel });
  const heard: TabMessage[] = [];
  mirror.listen((message) => heard.push(message));
  mirror.tell(SIGNED_OUT);
  expect(heard).toEqual([]);
});

test('the browser’s own channel carries it', async () => {
  const [one, two] = [0, 1].map(() => createTabMirror({ viewerId: 'u1', channel: browserTabChannel }));
  const heard = new Promise<TabMessage>((resolve) => two?.listen(resolve));
  one?.listen(() => {});
  one?.tell(SIGNED_OUT);
  expect(await heard).toEqual(SIGNED_OUT);
  one?.stop();
  two?.stop();
});

function raise(): never {
  throw new Error('The model has no such row.');
}
