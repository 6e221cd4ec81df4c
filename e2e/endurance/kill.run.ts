import { expect, test } from 'vitest';
import { keepSeed, keptSeeds } from './kept-seeds';
import { type KillReport, killRun, tellOfKills } from './kill-run';
import { quantile, say } from './say';
import { again, isLong, isStrict, scaled, seedOf } from './scale';

/** From the port answering; the promise is for a machine of its own, and only there it is held to. */
const RIGHT_WITHIN_MS = 5_000;
/** Every client, after every kill, however busy the machine is. */
const ALWAYS_WITHIN_MS = 30_000;
/** A house grows with each kill; after so many a series begins anew. */
const KILLS_A_SERIES = 25;

const KILLS = scaled('KILLS', { small: 24, long: 500 });
const CLIENTS = scaled('CLIENTS', { small: 12, long: 40 });
const CREATORS = isLong ? 8 : 4;
const SIDE_BY_SIDE = Math.min(2, KILLS);
const SERIES = isLong ? KILLS_A_SERIES : Math.ceil(KILLS / SIDE_BY_SIDE);
const NO_SUCH_POINT = 1_000;

const sizes = { kills: SERIES, clients: CLIENTS, creators: CREATORS, firstPoint: NO_SUCH_POINT };
for (const kept of keptSeeds('kill', sizes))
  test(`a series that failed once holds: seed ${kept.seed}`, async () => {
    const report = await killRun(kept);
    tellOfKills(report, commandOf(report));
    expect(report.wrong).toEqual([]);
  });

test('kill -9 under load loses nothing, doubles nothing, and leaves every client right', async () => {
  const seed = seedOf();
  const reports: KillReport[] = [];
  let left = KILLS;
  const series = async (mine: number) => {
    for (let number = 0; left > 0; number += 1) {
      const kills = Math.min(SERIES, left);
      left -= kills;
      // Two short series together come to every point.
      const firstPoint = 5 * mine + number;
      const run = {
        seed: seed + 1_000 * mine + number,
        kills,
        clients: CLIENTS,
        creators: CREATORS,
        firstPoint,
      };
      const report = await killRun(run);
      reports.push(report);
      tellOfKills(report, commandOf(report));
      if (report.wrong.length > 0) keepSeed('kill', run, report.wrong);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, mine) => series(mine)));

  const places = reports.flatMap((report) => Object.entries(report.places));
  const named = places.filter(([place]) => place !== 'at random').reduce((sum, [, count]) => sum + count, 0);
  const rightAfterMs = reports.flatMap((report) => report.rightAfterMs);
  say(`${KILLS} kills, ${named} of them at named points; p99 ${Math.round(quantile(rightAfterMs, 0.99))} ms`);
  expect(reports.flatMap((report) => report.wrong)).toEqual([]);
  expect(reports.reduce((sum, report) => sum + report.kills, 0)).toBe(KILLS);
  // The load was there, and the faults hit it: else nothing was proved.
  expect(reports.reduce((sum, report) => sum + report.acknowledged, 0)).toBeGreaterThan(KILLS);
  expect(reports.reduce((sum, report) => sum + report.repeated, 0)).toBeGreaterThan(0);
  const restores = reports.reduce((sum, report) => sum + report.restores, 0);
  expect(restores).toBeGreaterThanOrEqual(Math.floor(KILLS / 8));
  if (restores > 0) expect(reports.reduce((sum, report) => sum + report.resets, 0)).toBeGreaterThan(0);
  if (KILLS >= 24) expect(named).toBeGreaterThanOrEqual(Math.floor(KILLS / 2) - 2);
  expect(quantile(rightAfterMs, 1)).toBeLessThan(ALWAYS_WITHIN_MS);
  if (isStrict) expect(quantile(rightAfterMs, 0.99)).toBeLessThan(RIGHT_WITHIN_MS);
});

function commandOf({ seed, kills }: KillReport): string {
  return again('kill', { SEED: seed, KILLS: kills, CLIENTS });
}
