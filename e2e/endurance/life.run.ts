import { expect, test } from 'vitest';
import { keepSeed, keptSeeds } from './kept-seeds';
import { type LifeReport, lifeRun } from './life-run';
import { say } from './say';
import { again, scaled, seedOf } from './scale';

/** A series begins with a house of its own, so that looking at everything after each kill stays short. */
const KILLS_A_SERIES = 20;
const KILLS = scaled('KILLS', { small: 10, long: 200 });
const CLIENTS = scaled('CLIENTS', { small: 8, long: 24 });

const kept = keptSeeds('life', { kills: Math.min(KILLS, KILLS_A_SERIES), clients: CLIENTS });
for (const one of kept)
  test(`a series that failed once holds: seed ${one.seed}`, async () => {
    const report = await lifeRun({ ...one, administrators: 4 });
    tell(report, again('life', { SEED: one.seed, KILLS: one.kills, CLIENTS: one.clients }));
    expect(report.wrong).toEqual([]);
  });

test('kill -9 while broadcasts are held, sent, edited and taken back: each person has each once, or not at all', async () => {
  const seed = seedOf();
  const reports: LifeReport[] = [];
  for (let left = KILLS, number = 0; left > 0; left -= KILLS_A_SERIES, number += 1) {
    const share = Math.min(KILLS_A_SERIES, left);
    const report = await lifeRun({ seed: seed + number, kills: share, clients: CLIENTS, administrators: 4 });
    reports.push(report);
    tell(report, again('life', { SEED: report.seed, KILLS: share, CLIENTS }));
    if (report.wrong.length > 0)
      keepSeed('life', { seed: report.seed, kills: share, clients: CLIENTS }, report.wrong);
  }
  const sum = (of: (report: LifeReport) => number) => reports.reduce((total, one) => total + of(one), 0);
  expect(reports.flatMap((report) => report.wrong)).toEqual([]);
  expect(sum((report) => report.kills)).toBe(KILLS);
  // All of it happened, and was looked at while it did: else nothing was proved.
  expect(sum((report) => report.looks)).toBeGreaterThan(KILLS);
  for (const act of ['sending', 'cancel', 'edit', 'recall'] as const)
    expect(
      sum((report) => report.acts[act] ?? 0),
      act,
    ).toBeGreaterThan(0);
  for (const act of ['left', 'came back', 'muted', 'unmuted'] as const)
    expect(
      sum((report) => report.restless[act]),
      act,
    ).toBeGreaterThan(0);
});

function tell(report: LifeReport, command: string): void {
  const list = (counts: Readonly<Record<string, number | undefined>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const { seed, kills, broadcasts, looks, wrong } = report;
  say(
    `life: seed ${seed}, ${kills} kills, ${broadcasts} broadcasts, ${looks} looks at figures; ${wrong.length} wrong`,
  );
  say(`  where: ${list(report.places)}`);
  say(`  acknowledged: ${list(report.acts)}`);
  say(`  meanwhile people: ${list(report.restless)}`);
  for (const line of wrong.slice(0, 20)) say(`  WRONG ${line}`);
  say(`  again: ${command}`);
}
