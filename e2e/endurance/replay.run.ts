import { expect, test } from 'vitest';
import { keepSeed, keptSeeds } from './kept-seeds';
import { replayRun } from './replay-run';
import { say } from './say';
import { again, scaled, seedOf } from './scale';

const sizes = { clients: scaled('CLIENTS', { small: 120, long: 1_000 }) };
const runs = [...keptSeeds('replay', sizes), { seed: seedOf(), ...sizes }];

test.each(runs)(
  'a broadcast that is killed between its chunks reaches everybody exactly once: seed $seed',
  async ({ seed, clients }) => {
    const report = await replayRun({ seed, clients, kills: Math.ceil(clients / 100) });
    say(`replay: seed ${seed}, ${clients} clients, ${report.kills} kills, ${report.wrong.length} wrong`);
    say(`  again: ${again('replay', { SEED: seed, CLIENTS: clients })}`);
    if (report.wrong.length > 0) keepSeed('replay', { seed, clients }, report.wrong);
    expect(report.wrong).toEqual([]);
    expect(report.kills).toBe(Math.ceil(clients / 100));
  },
);
