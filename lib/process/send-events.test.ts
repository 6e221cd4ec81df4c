import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { sendEvents } from './send-events';

/** As soon as it is so, and on a busy machine that may take a while. */
const SOON = { timeout: 15_000 };

/** A server that sends one body to its one client, and that client, which reads nothing yet. */
async function send(body: ReadableStream<Uint8Array>) {
  let sent: Promise<void> = Promise.resolve();
  const http = createServer((_, response: ServerResponse) => {
    sent = sendEvents(response, body);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  // It listens on a port, never on a pipe.
  const client = connect((http.address() as AddressInfo).port, '127.0.0.1').pause();
  client.on('error', () => undefined);
  await once(client, 'connect');
  const asked = once(http, 'request');
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await asked;
  return { client, sent: () => sent };
}

function textOf(client: Socket) {
  const read = { text: '' };
  client.setEncoding('utf8').on('data', (part) => {
    read.text += part;
  });
  client.resume();
  return read;
}

test('each event leaves as it is made, the headers before the first', async () => {
  const by: { hand?: ReadableStreamDefaultController<Uint8Array> } = {};
  const body = new ReadableStream<Uint8Array>({
    start(made) {
      by.hand = made;
    },
  });
  const { client, sent } = await send(body);
  const read = textOf(client);
  await expect.poll(() => read.text, SOON).toContain('\r\n\r\n');
  for (const word of ['one', 'two']) {
    by.hand?.enqueue(Buffer.from(word));
    await expect.poll(() => read.text, SOON).toContain(word);
  }
  by.hand?.close();
  await sent();
  await expect.poll(() => read.text, SOON).toContain('0\r\n\r\n');
});

test('what a client does not take is not asked for, and it gets all of it when it reads', async () => {
  const CHUNKS = 600;
  let made = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        made += 1;
        controller.enqueue(new Uint8Array(65_536).fill(120));
        if (made === CHUNKS) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const { client, sent } = await send(body);
  let before = -1;
  // The kernel takes some megabytes for the line; then nothing more is asked for.
  await expect
    .poll(
      () => {
        const still = made === before;
        before = made;
        return still && made > 0;
      },
      { interval: 200, timeout: 10_000 },
    )
    .toBe(true);
  expect(made).toBeLessThan(CHUNKS);
  let bytes = 0;
  client.on('data', (part: Buffer) => {
    bytes += part.length;
  });
  client.resume();
  await sent();
  await expect.poll(() => bytes, SOON).toBeGreaterThan(CHUNKS * 65_536);
});

test('a client that goes away cancels the body at once, wherever it waited', async () => {
  for (const waits of ['for the body', 'for the client'] as const) {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (waits === 'for the client') controller.enqueue(new Uint8Array(1_000_000));
      },
      cancel() {
        cancelled = true;
      },
    });
    const { client, sent } = await send(body);
    expect(cancelled).toBe(false);
    client.resetAndDestroy();
    await sent();
    expect(cancelled, waits).toBe(true);
  }
});

test('a body that fails cuts the line, also of a client that does not read', async () => {
  const by: { hand?: ReadableStreamDefaultController<Uint8Array> } = {};
  const body = new ReadableStream<Uint8Array>({
    start(made) {
      by.hand = made;
      made.enqueue(new Uint8Array(30_000_000));
    },
  });
  const { client, sent } = await send(body);
  const closed = once(client, 'close');
  by.hand?.error(new Error('cut'));
  await sent();
  client.resume();
  await closed;
});
