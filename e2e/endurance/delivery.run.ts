import { expect, test } from 'vitest';
import { deliveryRun, tellOfDeliveries } from './delivery-run';
import { keepSeed } from './kept-seeds';
import { again, scaled, seedOf } from './scale';

test('in bad weather every delivery is shown in the end, once and in order', async () => {
  const seed = seedOf();
  const deliveries = scaled('DELIVERIES', { small: 20_000, long: 1_000_000 });
  const clients = scaled('CLIENTS', { small: 80, long: 200 });
  const report = await deliveryRun({ seed, deliveries, clients });
  tellOfDeliveries(report, again('delivery', { SEED: seed, DELIVERIES: deliveries, CLIENTS: clients }));
  if (report.wrong.length > 0) keepSeed('delivery', { seed, deliveries, clients, wrong: report.wrong });
  expect(report.wrong).toEqual([]);
  expect(report.disorder).toBe(0);
  expect(report.deliveries).toBeGreaterThanOrEqual(deliveries);
  // The weather was bad: else nothing was proved.
  expect(report.events.dropped).toBeGreaterThan(0);
  expect(report.events.doubled).toBeGreaterThan(0);
  expect(report.reconnects).toBeGreaterThan(0);
});
