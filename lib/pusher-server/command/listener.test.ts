import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createPusherServer } from '../index';
import { APP } from '../testing/app';
import { createListener } from './listener';

test('half a request is let go of in time, not at the next look half a minute later', async () => {
  const pusher = createPusherServer({ apps: [APP] });
  const listener = createListener({ pusher, tls: null, pages: {}, isDraining: () => false });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    listener.close();
    await pusher.close({ spreadMs: 0 });
  });
  const { port } = listener.address() as AddressInfo;
  const startedAt = performance.now();
  const socket = connect(port, '127.0.0.1', () => socket.write('GET /health HTTP/1.1\r\nHost: x\r\n'));
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  await new Promise((resolve) => socket.once('close', resolve));
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
  expect(performance.now() - startedAt).toBeLessThan(25_000);
}, 60_000);
