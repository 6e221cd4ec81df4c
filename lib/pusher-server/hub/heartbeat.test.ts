import { expect, test } from 'vitest';
import { FakeHub } from '../testing/fake-hub';
import { patienceOf, sweep, sweepEveryMs } from './heartbeat';

const PATIENCE = patienceOf(30);

test('a silent peer is pinged once at 20 seconds and closed at 40', () => {
  const world = new FakeHub();
  const anna = world.connect();
  const after = (seconds: number) => sweep(world.hub, PATIENCE, world.nowMs + seconds * 1_000);
  after(19);
  expect(anna.transport.pings).toBe(0);
  after(20);
  after(25);
  after(39);
  expect(anna.transport.pings).toBe(1);
  anna.transport.assertOpen();
  after(40);
  anna.transport.assertClosed(4201);
  expect(world.hub.connections.size).toBe(0);
});

test('after a pause of the whole process nobody is taken for gone before they were asked', () => {
  const world = new FakeHub();
  const [alive, dead] = [world.connect(), world.connect()];
  sweep(world.hub, PATIENCE, world.nowMs + 600_000);
  expect([alive.transport.pings, dead.transport.pings]).toEqual([1, 1]);
  for (const { transport } of [alive, dead]) transport.assertOpen();
  alive.connection.heard(world.nowMs + 600_001);
  sweep(world.hub, PATIENCE, world.nowMs + 605_000);
  alive.transport.assertOpen();
  dead.transport.assertClosed(4201);
});

test('any sign of life starts the silence anew', () => {
  const world = new FakeHub();
  const anna = world.connect();
  for (let round = 0; round < 5; round++) {
    world.nowMs += 25_000;
    sweep(world.hub, PATIENCE, world.nowMs);
    if (round % 2) anna.connection.heard(world.nowMs);
    else anna.send('pusher:ping');
  }
  expect(anna.transport.pings).toBe(5);
  anna.transport.assertOpen();
});

test('a connection that never subscribes is closed in time, one that did is not', () => {
  const world = new FakeHub();
  const idle = world.connect();
  const busy = world.subscribed('news');
  busy.unsubscribe('news');
  const patience = patienceOf(30, 15);
  sweep(world.hub, patience, world.nowMs + 14_999);
  idle.transport.assertOpen();
  sweep(world.hub, patience, world.nowMs + 15_000);
  idle.transport.assertClosed(4100);
  busy.transport.assertOpen();
});

test('the sweep is frequent enough for the shortest patience and never busier than needed', () => {
  expect(sweepEveryMs(patienceOf(30))).toBe(5_000);
  expect(sweepEveryMs(patienceOf(120))).toBe(5_000);
  expect(sweepEveryMs(patienceOf(3))).toBe(500);
  expect(sweepEveryMs(patienceOf(30, 2))).toBe(500);
  expect(sweepEveryMs(patienceOf(0.001))).toBe(10);
});
