import { expect, test } from 'vitest';
import { deliveryRun, tellOfDeliveries } from './delivery-run';
import { keepSeed, keptSeeds } from './kept-seeds';
import { again, scaled, seedOf } from './scale';

const sizes = {
  deliveries: scaled('DELIVERIES', { small: 20_000, long: 1_000_000 }),
  clients: scaled('CLIENTS', { small: 80, long: 200 }),
};
const runs = [...keptSeeds('delivery', sizes), { seed: seedOf(), ...sizes }];

test.each(runs)(
  'in bad weather every delivery is shown in the end, once and in order: seed $seed',
  async ({ seed, deliveries, clients }) => {
    const report = await deliveryRun({ seed, deliveries, clients });
    tellOfDeliveries(report, again('delivery', { SEED: seed, DELIVERIES: deliveries, CLIENTS: clients }));
    if (report.wrong.length > 0) keepSeed('delivery', { seed, deliveries, clients }, report.wrong);
    expect(report.wrong).toEqual([]);
    expect(report.disorder).toBe(0);
    expect(report.deliveries).toBeGreaterThanOrEqual(deliveries);
    // The weather was bad: else nothing was proved.
    expect(report.events.dropped).toBeGreaterThan(0);
    expect(report.events.doubled).toBeGreaterThan(0);
    expect(report.reconnects).toBeGreaterThan(0);
  },
);
