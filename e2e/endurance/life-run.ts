import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '@/lib/fault-kit';
import type { FaultPoint } from '@/lib/fault-kit/plan';
import { makeHouse, restlessOf } from './house';
import { createLifeLoad, type LifeAct, type RestlessAct } from './life-load';
import { openLifeTruth } from './life-truth';
import { faultyServer } from './server';
import { settledAndRight } from './settled';
import { crowdOf } from './sim-client';
import { damageOf, openTruth } from './truth';

export type LifeReport = Readonly<{
  seed: number;
  kills: number;
  places: Readonly<Record<string, number>>;
  broadcasts: number;
  /** How many of each act were acknowledged. */
  acts: Readonly<Partial<Record<LifeAct, number>>>;
  /** How often the figures were looked at while it happened. */
  looks: number;
  /** How often people left, came back, muted and unmuted. */
  restless: Readonly<Record<RestlessAct, number>>;
  wrong: readonly string[];
}>;

/** The points that every act on a broadcast passes. */
const POINTS: readonly FaultPoint[] = [
  'before-begin',
  'in-transaction',
  'after-commit',
  'before-response',
  'before-publish',
  'between-chunks',
];
const PASSES_MAX = 40;
const POINT_WITHIN_MS = 12_000;
const UNFINISHED_WITHIN_MS = 30_000;

/** Kills the server over and over while broadcasts are held, scheduled, sent, paused, cancelled, edited, stopped and recalled. */
export async function lifeRun(options: {
  seed: number;
  kills: number;
  clients: number;
  administrators: number;
}): Promise<LifeReport> {
  const { seed, kills } = options;
  const random = seededRandom(seed);
  const house = await makeHouse({ people: options.clients });
  const server = await faultyServer(house);
  const places: Record<string, number> = {};
  const wrong: string[] = [];
  let planned = plan(0);
  await server.start(planned?.fault);
  const way = { http: server.port, socket: server.port, random };
  const clients = await crowdOf(house, { clients: options.clients, way: () => way });
  const [truth, lifeTruth] = [openTruth(house.folder), openLifeTruth(house.folder)];
  const load = createLifeLoad({ port: server.port, house, random, administrators: options.administrators });
  const restlessIds = restlessOf(house).map(({ id }) => id);
  const people = { memberIds: clients.map(({ person }) => person.id), restlessIds };

  for (let kill = 0; kill <= kills; kill += 1) {
    wrong.push(...(await finished()), ...(await settledAndRight(clients, truth)));
    wrong.push(...lifeTruth.wrongWith(load.lives, people), ...load.unexpected, ...load.figures.wrong);
    wrong.push(...lifeTruth.wrongFigures(await load.told()));
    if (wrong.length > 0 || kill === kills) break;
    load.begin();
    const place = await end();
    places[place] = (places[place] ?? 0) + 1;
    wrong.push(...damageOf(house.folder).map((text) => `after kill ${kill + 1} (${place}): ${text}`));
    planned = plan(kill + 1);
    const settling = load.settle();
    await server.start(planned?.fault);
    await settling;
  }

  truth.close();
  lifeTruth.close();
  for (const client of clients) client.stop();
  await server.stop('SIGKILL');
  rmSync(house.folder, { recursive: true });
  const acts: Partial<Record<LifeAct, number>> = {};
  for (const act of load.lives.flatMap((life) => [...life.done])) acts[act] = (acts[act] ?? 0) + 1;
  return {
    seed,
    kills: Object.values(places).reduce((sum, count) => sum + count, 0),
    places,
    broadcasts: load.lives.length,
    acts,
    looks: load.figures.looks,
    restless: load.restless,
    wrong,
  };

  /** Every second kill is at a named point, each in its turn. */
  function plan(kill: number): Planned {
    const point = kill % 2 === 1 ? undefined : POINTS[(seed + kill / 2) % POINTS.length];
    if (point === undefined) return null;
    const nth = 1 + Math.floor(random() * (point === 'between-chunks' ? 3 : PASSES_MAX));
    return { point, fault: `${point}:${nth}:kill` };
  }

  async function end(): Promise<string> {
    if (planned === null) {
      await pause(600 + random() * 2_500);
      await server.stop('SIGKILL');
      return 'at random';
    }
    server.arm();
    const timer = new AbortController();
    const late = pause(POINT_WITHIN_MS, null, { signal: timer.signal }).catch(() => null);
    const how = await Promise.race([server.ended(), late]);
    timer.abort();
    if (how === 'SIGKILL') return planned.point;
    await server.stop('SIGKILL');
    return 'at random';
  }

  /** Waits until nothing is due any more: what was held or scheduled went out or was taken back. */
  async function finished(): Promise<readonly string[]> {
    const until = performance.now() + UNFINISHED_WITHIN_MS;
    while (lifeTruth.unfinished(Date.now()) > 0) {
      if (performance.now() > until) return [`${lifeTruth.unfinished(Date.now())} broadcasts are still due`];
      await pause(50);
    }
    return [];
  }
}

type Planned = Readonly<{ point: FaultPoint; fault: string }> | null;
