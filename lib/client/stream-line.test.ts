import { expect, test } from 'vitest';
import { createManualClock } from '@/lib/realtime/testing/manual-clock';
import { createStreamLine } from './stream-line';
import { createFakeStream } from './testing/fake-stream';

function streamOf(random = () => 0.5) {
  const clock = createManualClock();
  const wire = createFakeStream();
  const told: string[] = [];
  let asked = 0;
  const line = createStreamLine({
    open: wire.openStream,
    path: () => `/stream/${++asked}`,
    onOpen: () => told.push('open'),
    onLost: () => told.push('lost'),
    onEvent: (name, data) => told.push(`${name} ${JSON.stringify(data)}`),
    clock: { now: clock.now, after: clock.timers.after },
    random,
  });
  return { clock, wire, told, line };
}

test('it is open from its first word on, whatever that is', () => {
  const { line, wire, told } = streamOf();
  line.start();
  line.start();
  expect(wire.paths()).toEqual(['/stream/1']);
  expect(line.isOpen()).toBe(false);
  wire.tells('inbox.tip', { seq: 1 });
  expect(line.isOpen()).toBe(true);
  expect(told).toEqual(['open', 'inbox.tip {"seq":1}']);
});

test('one that answers but never says a word is given up after twenty seconds', async () => {
  const { line, wire, told, clock } = streamOf();
  line.start();
  await clock.advance(19_999);
  expect(wire.open()).toBe(1);
  await clock.advance(1);
  expect(wire.open()).toBe(0);
  expect(told).toEqual([]);
  await clock.advance(500);
  expect(wire.paths()).toHaveLength(2);
});

test('silent for 25 seconds it is dead: closed, told, and opened again where things stand then', async () => {
  const { line, wire, told, clock } = streamOf();
  line.start();
  wire.tells('inbox.tip', 1);
  await clock.advance(15_000);
  wire.tells('inbox.tip', 2);
  await clock.advance(24_999);
  expect(line.isOpen()).toBe(true);
  await clock.advance(1);
  expect(line.isOpen()).toBe(false);
  expect(wire.open()).toBe(0);
  expect(told.at(-1)).toBe('lost');
  await clock.advance(500);
  expect(wire.paths()).toEqual(['/stream/1', '/stream/2']);
});

test('what fails is opened again after random waits whose ceiling doubles from a second to thirty', async () => {
  const { line, wire, clock } = streamOf(() => 1);
  line.start();
  for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const before = wire.paths().length;
    wire.breaks();
    await clock.advance(waitMs - 1);
    expect(wire.paths()).toHaveLength(before);
    await clock.advance(1);
    expect(wire.paths()).toHaveLength(before + 1);
  }
});

test('open for half a minute, the next loss is a new story', async () => {
  const { line, wire, clock } = streamOf(() => 1);
  line.start();
  for (const waitMs of [1_000, 2_000]) {
    wire.breaks();
    await clock.advance(waitMs);
  }
  for (let n = 0; n < 3; n += 1) {
    wire.tells('inbox.tip', n);
    await clock.advance(15_000);
  }
  wire.breaks();
  await clock.advance(1_000);
  expect(wire.paths()).toHaveLength(4);
});

test('a hurry opens what waits, and leaves alone what is open or not wanted', async () => {
  const { line, wire, clock } = streamOf();
  line.hurry();
  expect(wire.paths()).toEqual([]);
  line.start();
  line.hurry();
  expect(wire.paths()).toHaveLength(1);
  wire.breaks();
  line.hurry();
  expect(wire.paths()).toHaveLength(2);
  await clock.advance(5_000);
  expect(wire.paths()).toHaveLength(2);
});

test('stopped, it is closed, nothing comes and no timer is left; it can be started again', async () => {
  const { line, wire, told, clock } = streamOf();
  line.start();
  wire.tells('inbox.tip', 1);
  line.stop();
  expect(wire.open()).toBe(0);
  expect(clock.sleeping()).toBe(0);
  await clock.advance(120_000);
  expect(told).toEqual(['open', 'inbox.tip 1']);
  line.start();
  expect(wire.paths()).toHaveLength(2);
});
