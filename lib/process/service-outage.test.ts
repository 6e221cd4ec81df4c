import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import * as notifications from '@/app/api/notifications/route';
import type { StoreListener } from '@/db/store';
import { openFaultProxy } from '@/lib/fault-kit';
import { createPusherServer } from '@/lib/pusher-server';
import { createRelay } from '@/lib/realtime/relay';
import { createSdkPublisher } from '@/lib/realtime/sdk-publisher';
import { type Received, serveRealtime, TEST_APP } from '@/lib/realtime/testing/realtime-server';
import { createRecordingLog } from '@/lib/realtime/testing/recording-log';
import { call } from '@/lib/server/testing/call';
import { openHouse } from '@/lib/server/testing/test-house';

/** In the long run a minute of refusals, as long as an outage that nobody sees to at once; else as short as shows it. */
const PHASE_MS = process.env.LONG === '1' ? 60_000 : 1_500;
const WARM_UP_MS = 2_000;
const HEALED_WITHIN_MS = 5_000;
const PEOPLE = 20;
const CREATORS = 4;

type Service = { answer: 'as it should' | '500' | 'never' };

/** This project's own server as a service of its own, which can also answer every event with 500, or take it and never answer. */
async function serveService(service: Service) {
  const server = createPusherServer({ apps: [TEST_APP], refuseReplays: false });
  return serveRealtime({
    handleUpgrade: (request, socket, head) => server.handleUpgrade(request, socket, head),
    handleRequest(request: IncomingMessage, response: ServerResponse) {
      if (service.answer === 'as it should') return server.handleRequest(request, response);
      if (service.answer === '500') response.writeHead(500).end('out of order');
      return true;
    },
    close: (options) => server.close(options),
  });
}

/** The application beside that service, whose publishing (and nothing else) passes a line that can be made bad. */
async function openApplication() {
  const service: Service = { answer: 'as it should' };
  const upstream = await serveService(service);
  const line = await openFaultProxy({ to: { port: upstream.port } });
  let tell: StoreListener = () => undefined;
  const house = await openHouse({}, { onMoved: (moved) => tell(moved) });
  const { id: appId, key, secret } = TEST_APP;
  const publisher = createSdkPublisher({
    appId,
    key,
    secret,
    service: { host: '127.0.0.1', port: line.port, cluster: null, secure: false },
  });
  const logger = createRecordingLog();
  const relay = createRelay({ source: house.store, publisher, logger, now: Date.now });
  tell = relay.moved;
  relay.start();
  onTestFinished(async () => {
    await line.set({ mode: 'pass' });
    await relay.stop();
    await publisher.close();
    await upstream.close();
    await line.close();
    await house.close();
  });
  return { service, upstream, line, house, relay, logger };
}

/** Programs that notify one person after the other, and how long each answer took, in milliseconds. */
function createCreators(token: string, people: readonly string[]) {
  const stats = {
    statuses: new Map<number, number>(),
    ms: [] as number[],
    state: 'running' as 'running' | 'over',
  };
  let made = 0;
  const one = async () => {
    while (stats.state === 'running') {
      made += 1;
      const json = { recipients: [people[made % people.length]], title: `Notification ${made}` };
      const began = performance.now();
      const { status } = await call(notifications.POST, { method: 'POST', key: token, json });
      stats.ms.push(performance.now() - began);
      stats.statuses.set(status, (stats.statuses.get(status) ?? 0) + 1);
      await pause(15);
    }
  };
  const all = Promise.all(Array.from({ length: CREATORS }, one));
  return {
    /** What was measured since the last look. */
    take() {
      const sorted = stats.ms.splice(0).sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
      return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
    },
    statuses: stats.statuses,
    async stop() {
      stats.state = 'over';
      await all;
    },
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** How far a page was told of its inbox. */
const toldUpTo = (received: readonly Received[]) =>
  received.reduce((seq, { data }) => Math.max(seq, (data as { seq?: number }).seq ?? 0), 0);

test('a service that refuses, then answers 500, then hangs slows no creator, and five seconds after it is back everybody was told', {
  timeout: 6 * PHASE_MS + 60_000,
}, async () => {
  const application = await openApplication();
  const { house, service, line, relay, upstream } = application;
  const admin = await house.addPerson('Ada', 'admin');
  const { token } = await house.addKey(admin);
  const viewers = [];
  for (let at = 0; at < PEOPLE; at++) viewers.push(await house.addPerson(`P${at}`, 'member'));
  const pages = await Promise.all(
    viewers.map(async (viewer) => ({
      viewer,
      ...(await upstream.listen(viewer, `private-user-${viewer.id}`)),
    })),
  );
  const behind = async () => {
    let count = 0;
    for (const { viewer, received } of pages) {
      const { seq } = await house.store.tip(viewer.id, Date.now());
      if (toldUpTo(received) < seq) count += 1;
    }
    return count;
  };
  const creators = createCreators(
    token,
    viewers.map(({ id }) => id),
  );
  let mostWaiting = 0;
  const phase = async (forMs = PHASE_MS) => {
    creators.take();
    for (let left = forMs; left > 0; left -= 100) {
      await pause(100);
      mostWaiting = Math.max(mostWaiting, relay.health().waiting);
    }
    return creators.take();
  };

  // What is slow because it runs for the first time would pass for the usual.
  await phase(WARM_UP_MS);
  const before = await phase();
  expect(await behind()).toBeLessThan(PEOPLE);
  await line.set({ mode: 'refuse' });
  line.resetConnections();
  const refusing = await phase();
  expect(await behind()).toBe(PEOPLE);
  service.answer = '500';
  await line.set({ mode: 'pass' });
  const failing = await phase();
  expect(await behind()).toBe(PEOPLE);
  service.answer = 'never';
  const hanging = await phase();
  await creators.stop();
  expect(await behind()).toBe(PEOPLE);

  // What it was asked before it never answers.
  service.answer = 'as it should';
  const healed = performance.now();
  await expect.poll(behind, { timeout: 30_000, interval: 50 }).toBe(0);
  const healedMs = performance.now() - healed;

  const round = ({ count, p50, p95, p99 }: typeof before) =>
    `${count} p50 ${p50.toFixed(1)} p95 ${p95.toFixed(1)} p99 ${p99.toFixed(1)} ms`;
  process.stdout.write(
    `service outage, ${PHASE_MS} ms each: before ${round(before)}, refusing ${round(refusing)}, ` +
      `500s ${round(failing)}, hanging ${round(hanging)}; all right after ${healedMs.toFixed(0)} ms\n`,
  );
  expect([...creators.statuses.keys()]).toEqual([201]);
  expect(mostWaiting).toBeLessThanOrEqual(PEOPLE);
  expect(healedMs).toBeLessThan(HEALED_WITHIN_MS);
  for (const during of [refusing, failing, hanging]) {
    // Nothing of the service's seconds: what is left is the machine's own mood.
    expect(during.p50).toBeLessThan(2 * before.p50 + 10);
    expect(during.p95).toBeLessThan(2 * before.p95 + 100);
    expect(during.p99).toBeLessThan(2 * before.p99 + 500);
  }
});
