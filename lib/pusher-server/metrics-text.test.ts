import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createPusherServer, metricsText, type PusherServerStats } from './index';
import { parseExposition } from './testing/exposition';
import { APP } from './testing/fake-hub';

/** A number of its own for every figure, so that none can stand for another. */
const STATS: PusherServerStats = {
  connections: 1,
  connectionsOpened: 2,
  subscriptions: 3,
  channels: 4,
  messagesIn: 5,
  messagesOut: 6,
  bytesIn: 7,
  bytesOut: 8,
  triggers: 9,
  clientEvents: 10,
  apiCalls: { 200: 11, 401: 12 },
  refusedUpgrades: { 403: 13 },
  refusedSubscriptions: { 401: 14, 4004: 15 },
  closes: { 1006: 16, 4200: 17 },
  droppedSlow: 18,
  queuedFrames: 19,
  queuedBytes: 20,
  queuedBytesPeak: 21,
  usedSignatures: 22,
  webhooksSent: 23,
  webhooksDropped: 24,
  webhooksWaiting: 25,
};

test('every figure is told once, under its own name and label', () => {
  const families = parseExposition(metricsText(STATS));
  const told = [...families.values()].flatMap(({ samples }) => samples.map(({ value }) => value));
  expect(told.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, at) => at + 1));
  const figure = (name: string, labels = {}) =>
    families.get(name)?.samples.find((sample) => JSON.stringify(sample.labels) === JSON.stringify(labels))
      ?.value;
  expect(figure('pusher_connections')).toBe(1);
  expect(figure('pusher_received_bytes_total')).toBe(7);
  expect(figure('pusher_sent_bytes_total')).toBe(8);
  expect(figure('pusher_api_calls_total', { status: '401' })).toBe(12);
  expect(figure('pusher_upgrades_refused_total', { status: '403' })).toBe(13);
  expect(figure('pusher_subscriptions_refused_total', { status: '4004' })).toBe(15);
  expect(figure('pusher_connections_closed_total', { code: '4200' })).toBe(17);
  expect(figure('pusher_fanout_queued_bytes_peak')).toBe(21);
});

test('a server that has just started tells the same metrics, and what it counts nothing of is declared', () => {
  const fresh = parseExposition(metricsText(createPusherServer({ apps: [APP] }).stats()));
  expect([...fresh.keys()]).toEqual([...parseExposition(metricsText(STATS)).keys()]);
  expect(fresh.get('pusher_connections_closed_total')?.samples).toEqual([]);
});

test('every metric has its row in the README, and no row is of none', () => {
  const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `(pusher_\w+)(?:\{\w+\})?` \|/gm)].map(([, name]) => name);
  expect(rows).toEqual([...parseExposition(metricsText(STATS)).keys()]);
});
