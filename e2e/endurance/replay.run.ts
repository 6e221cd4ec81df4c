import { expect, test } from 'vitest';
import { keepSeed } from './kept-seeds';
import { replayRun } from './replay-run';
import { say } from './say';
import { again, scaled, seedOf } from './scale';

test('a broadcast that is killed between its chunks reaches everybody exactly once', async () => {
  const seed = seedOf();
  const clients = scaled('CLIENTS', { small: 120, long: 1_000 });
  const report = await replayRun({ seed, clients, kills: Math.ceil(clients / 100) });
  say(`replay: seed ${seed}, ${clients} clients, ${report.kills} kills, ${report.wrong.length} wrong`);
  say(`  again: ${again('replay', { SEED: seed, CLIENTS: clients })}`);
  if (report.wrong.length > 0) keepSeed('replay', { seed, clients, wrong: report.wrong });
  expect(report.wrong).toEqual([]);
  expect(report.kills).toBe(Math.ceil(clients / 100));
});
