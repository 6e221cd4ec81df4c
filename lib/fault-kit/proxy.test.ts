import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { open, withProxy } from './testing/echo';

const SOON = { timeout: 5_000, interval: 5 };

/** A client and what the target has of it, both known to be connected. */
async function pair(given: Awaited<ReturnType<typeof withProxy>>) {
  const before = given.arrived.length;
  const client = await given.client();
  const target = await vi.waitFor(() => {
    const found = given.arrived[before];
    if (!found) throw new Error('Not connected to the target.');
    return found;
  }, SOON);
  return { client, target };
}

test('bytes pass both ways, and an end in order is an end in order on the other side', async () => {
  const line = await withProxy();
  const { client, target } = await pair(line);
  client.socket.write('question');
  await vi.waitFor(() => expect(String(target.received())).toBe('question'), SOON);
  target.socket.end('answer');
  await vi.waitFor(() => expect(client.ended()).toBe('in order'), SOON);
  expect(String(client.received())).toBe('answer');
  // Half open: the other direction goes on.
  client.socket.end('thanks');
  await vi.waitFor(() => expect(target.ended()).toBe('in order'), SOON);
  expect(String(target.received())).toBe('questionthanks');
  await vi.waitFor(() => expect(line.proxy.state().open).toBe(0), SOON);
  expect(line.proxy.state().counts).toMatchObject({ accepted: 1, reset: 0, bytes: { up: 14, down: 6 } });
});

test('a side that breaks breaks the other', async () => {
  const line = await withProxy();
  const { client, target } = await pair(line);
  target.socket.resetAndDestroy();
  await vi.waitFor(() => expect(client.ended()).toBe('broken'), SOON);
  expect(line.proxy.state().open).toBe(0);
});

test('a delay holds back one direction, in order, and what waits passes when it ends', async () => {
  const line = await withProxy();
  const { client, target } = await pair(line);
  await line.proxy.set({ mode: 'delay', ms: 60_000, jitterMs: 5_000 }, 'down');
  for (const word of ['a', 'b', 'c']) target.socket.write(word);
  client.socket.write('up');
  await vi.waitFor(() => expect(String(target.received())).toBe('up'), SOON);
  expect(client.received()).toHaveLength(0);
  const began = performance.now();
  await line.proxy.set({ mode: 'delay', ms: 80, jitterMs: 40 }, 'down');
  await vi.waitFor(() => expect(String(client.received())).toBe('abc'), SOON);
  expect(performance.now() - began).toBeGreaterThan(79);
  await line.proxy.set({ mode: 'delay', ms: 60_000, jitterMs: 0 });
  target.socket.write('d');
  await line.proxy.set({ mode: 'pass' });
  await vi.waitFor(() => expect(String(client.received())).toBe('abcd'), SOON);
});

test('a drip lets few bytes pass at a time', async () => {
  const line = await withProxy();
  const { client, target } = await pair(line);
  await line.proxy.set({ mode: 'drip', bytes: 2, everyMs: 15 });
  const seen = new Set<number>();
  client.socket.on('data', () => seen.add(client.received().length));
  const began = performance.now();
  target.socket.write('0123456789');
  await vi.waitFor(() => expect(String(client.received())).toBe('0123456789'), SOON);
  expect(performance.now() - began).toBeGreaterThan(4 * 15 - 5);
  expect(seen.size).toBeGreaterThan(1);
});

test('in a black hole nothing passes, not even an end, and all of it afterwards', async () => {
  const line = await withProxy();
  const { client, target } = await pair(line);
  await line.proxy.set({ mode: 'black-hole' });
  client.socket.end('swallowed');
  target.socket.write('this too');
  // A line beside it that is mended shows that there was time enough.
  await line.proxy.set({ mode: 'pass' }, 'down');
  await vi.waitFor(() => expect(String(client.received())).toBe('this too'), SOON);
  expect([target.received().length, target.ended(), line.proxy.state().open]).toEqual([0, null, 1]);
  // Who connects meanwhile hears nothing either.
  const late = await pair(line);
  late.client.socket.write('late');
  await line.proxy.set({ mode: 'pass' });
  await vi.waitFor(() => expect(target.ended()).toBe('in order'), SOON);
  expect(String(target.received())).toBe('swallowed');
  await vi.waitFor(() => expect(String(late.target.received())).toBe('late'), SOON);
});

test('a cut lets so many bytes through and then breaks both sides', async () => {
  const line = await withProxy();
  const { client, target } = await pair(line);
  await line.proxy.set({ mode: 'cut', afterBytes: 5, jitterBytes: 0 }, 'up');
  client.socket.write('0123456789');
  await vi.waitFor(() => expect(client.ended()).toBe('broken'), SOON);
  await vi.waitFor(() => expect(target.ended()).not.toBe(null), SOON);
  expect(String(target.received())).toBe('01234');
  await line.proxy.set({ mode: 'cut', afterBytes: 0, jitterBytes: 0 }, 'up');
  const none = await line.client();
  await vi.waitFor(() => expect(none.ended()).toBe('broken'), SOON);
  expect(line.proxy.state().counts.reset).toBe(2);
});

test('where a cut falls is drawn from the seed', async () => {
  const cuts = async (seed: number) => {
    const line = await withProxy({ seed });
    await line.proxy.set({ mode: 'cut', afterBytes: 10, jitterBytes: 80 }, 'up');
    const through: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const { client, target } = await pair(line);
      client.socket.write(Buffer.alloc(100));
      await vi.waitFor(() => expect(target.ended()).not.toBe(null), SOON);
      through.push(target.received().length);
    }
    return through;
  };
  const first = await cuts(1);
  expect(await cuts(1)).toEqual(first);
  expect(await cuts(2)).not.toEqual(first);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(10);
  expect(Math.max(...first)).toBeLessThanOrEqual(90);
});

test('reset breaks what is open and what comes, and refuse leaves the open ones alone', async () => {
  const line = await withProxy();
  const { client, target } = await pair(line);
  await line.proxy.set({ mode: 'refuse' });
  await expect(open(line.proxy)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  client.socket.write('still');
  await vi.waitFor(() => expect(String(target.received())).toBe('still'), SOON);
  expect(line.proxy.resetConnections()).toBe(1);
  await vi.waitFor(() => expect([client.ended(), target.ended()]).toEqual(['broken', 'broken']), SOON);

  await line.proxy.set({ mode: 'reset' });
  const late = await line.client();
  await vi.waitFor(() => expect(late.ended()).toBe('broken'), SOON);
  await line.proxy.set({ mode: 'pass' });
  const after = await pair(line);
  await line.proxy.set({ mode: 'reset' });
  await vi.waitFor(() => expect(after.client.ended()).toBe('broken'), SOON);
  expect(line.proxy.state()).toMatchObject({
    open: 0,
    connections: 'reset',
    counts: { accepted: 3, reset: 3 },
  });
});

test('a target that is not there breaks the connection', async () => {
  const line = await withProxy();
  line.target.close();
  const client = await line.client();
  await vi.waitFor(() => expect(client.ended()).toBe('broken'), SOON);
  expect(line.proxy.state().counts.unreachable).toBe(1);
});

test('a side that does not read holds the other back instead of filling the memory', async () => {
  const line = await withProxy({ bufferBytes: 16_384 });
  const { client, target } = await pair(line);
  for (const fault of [{ mode: 'pass' }, { mode: 'drip', bytes: 4_096, everyMs: 1 }] as const) {
    await line.proxy.set(fault);
    client.socket.pause();
    let written = 0;
    while (target.socket.write(Buffer.alloc(65_536)) && written < 200) written += 1;
    // What the system's own buffers hold is not ours: they stop taking some time.
    await vi.waitFor(() => {
      const before = line.proxy.state().counts.bytes.down;
      if (target.socket.writableLength === 0) target.socket.write(Buffer.alloc(1_048_576));
      expect(target.socket.writableLength).toBeGreaterThan(0);
      expect(line.proxy.state().counts.bytes.down).toBe(before);
    }, SOON);
    client.socket.resume();
    await vi.waitFor(() => expect(target.socket.writableLength).toBe(0), SOON);
  }
});

test('one connection more than the bound is broken', async () => {
  const line = await withProxy({ maxConnections: 1 });
  const first = await pair(line);
  const second = await line.client();
  await vi.waitFor(() => expect(second.ended()).toBe('broken'), SOON);
  expect(first.client.ended()).toBe(null);
});

test('closing frees the port and breaks what is open', async () => {
  const line = await withProxy();
  const { client } = await pair(line);
  await line.proxy.close();
  await vi.waitFor(() => expect(client.ended()).toBe('broken'), SOON);
  await expect(
    new Promise((resolve, reject) => {
      connect(line.proxy.port, '127.0.0.1').once('connect', resolve).once('error', reject);
    }),
  ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
