import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '@/lib/fault-kit';
import { FAULT_POINTS, type FaultPoint } from '@/lib/fault-kit/plan';
import { makeHouse } from './house';
import { createLoad } from './load';
import { aheadOf, neverReset, type OldCopy, takeCopy } from './old-copy';
import { wrongWithStored } from './oracle';
import { quantiles, say } from './say';
import { faultyServer } from './server';
import { settledAndRight } from './settled';
import { crowdOf, type SimClient } from './sim-client';
import { damageOf, openTruth } from './truth';
import { watchLive } from './watch-live';

/** What a series of kills came to. `wrong` is empty when every promise held. */
export type KillReport = Readonly<{
  seed: number;
  kills: number;
  /** How often the process ended at each point; `at random` is a signal at a drawn moment. */
  places: Readonly<Record<string, number>>;
  acknowledged: number;
  repeated: number;
  broadcasts: number;
  /** How often an old database was put back after a kill, and how many clients had seen more and were reset. */
  restores: number;
  resets: number;
  /** Milliseconds from the port answering until each client was subscribed and had synced, of all restarts. */
  rightAfterMs: readonly number[];
  wrong: readonly string[];
}>;

/** Points that this load passes by itself, with the highest pass that it comes to soon. */
const PASSES: Readonly<Partial<Record<FaultPoint, number>>> = {
  'before-begin': 12,
  'in-transaction': 12,
  'after-commit': 12,
  'before-publish': 8,
  'after-publish-before-mark': 8,
  'mid-fan-out': 4,
  'between-chunks': 1,
  'before-response': 15,
  'after-revoke-commit': 1,
  'during-checkpoint': 1,
};
const POINTS = FAULT_POINTS.filter((name) => PASSES[name] !== undefined);
/** A point that was not passed by then is given up, and the process killed all the same. */
const POINT_WITHIN_MS = 20_000;
const RANDOM_WITHIN_MS = 1_200;
/** Of so many kills the last but one is followed by an old database, whose copy was taken before one of the kills until then. */
const RESTORE_EVERY = 4;
const RESTORE_AFTER = 2;

/** Kills one server over and over, under load, every second time at a named point; looks at everything after each kill. */
export async function killRun(options: {
  seed: number;
  kills: number;
  clients: number;
  creators: number;
  /** Which of the named points is the first; the others follow in their order. */
  firstPoint: number;
}): Promise<KillReport> {
  const { seed, kills } = options;
  const random = seededRandom(seed);
  const house = await makeHouse({ people: options.clients, spareSessions: kills });
  const server = await faultyServer(house);
  const places: Record<string, number> = {};
  const rightAfterMs: number[] = [];
  const wrong: string[] = [];
  await server.start();
  const way = { http: server.port, socket: server.port, random };
  const clients = await crowdOf(house, { clients: options.clients, way: () => way });
  const live = watchLive(clients);
  let truth = openTruth(house.folder);
  const load = createLoad({ port: server.port, house, clients, random, creators: options.creators });
  const memberIds = house.people.map(({ id }) => id);
  let spareUsed = 0;
  let copy: OldCopy | null = null;
  let copyBefore = drawCopy(0);
  let ahead: ReadonlyMap<SimClient, number> = new Map();
  let [restores, resets] = [0, 0];

  let next = plan(0);
  await server.stop('SIGKILL');
  let answeredAt = await server.start(next?.fault);
  for (let kill = 0; kill <= kills; kill += 1) {
    const found = await settledAndRight(clients, truth);
    wrong.push(...found, ...wrongWithStored(load.log, truth, memberIds), ...load.log.unexpected);
    wrong.push(...neverReset(ahead));
    resets += ahead.size;
    ahead = new Map();
    if (kill > 0) rightAfterMs.push(...live.firstAfter(answeredAt).map((at) => at - answeredAt));
    if (wrong.length > 0 || kill === kills) break;

    if (kill === copyBefore) copy = takeCopy(house.folder, load);
    await load.begin();
    const place = await endServer(next);
    places[place] = (places[place] ?? 0) + 1;
    const settling = load.settle();
    wrong.push(...damageOf(house.folder).map((text) => `after kill ${kill + 1} (${place}): ${text}`));
    if (copy && kill % RESTORE_EVERY === RESTORE_AFTER) {
      truth.close();
      copy.putBack();
      copy = null;
      ahead = aheadOf(house.folder, clients);
      restores += 1;
    }
    if (kill % RESTORE_EVERY === RESTORE_EVERY - 1) copyBefore = drawCopy(kill + 1);
    next = plan(kill + 1);
    answeredAt = await server.start(next?.fault);
    if (!truth.isOpen()) truth = openTruth(house.folder);
    await settling;
  }

  truth.close();
  for (const client of clients) client.stop();
  await server.stop('SIGKILL');
  rmSync(house.folder, { recursive: true });
  const { acknowledged, repeated, sent } = load.log;
  return {
    seed,
    kills: Object.values(places).reduce((sum, count) => sum + count, 0),
    places,
    acknowledged: acknowledged.size,
    repeated,
    broadcasts: sent.size,
    restores,
    resets,
    rightAfterMs,
    wrong,
  };

  /** Before which kill from this one on the next copy is taken. */
  function drawCopy(from: number): number {
    return from + Math.floor(random() * (RESTORE_AFTER + 1));
  }

  /** Every second kill is at a point, and each point has its turn. */
  function plan(kill: number): Planned {
    if (kill % 2 === 1) return null;
    const point = POINTS[(options.firstPoint + kill / 2) % POINTS.length];
    if (point === undefined) return null;
    const nth = 1 + Math.floor(random() * (PASSES[point] ?? 1));
    return { point, fault: `${point}:${nth}:kill` };
  }

  /** Ends it as planned; answers where it ended. */
  async function endServer(planned: Planned): Promise<string> {
    const timer = new AbortController();
    if (planned === null) {
      await pause(50 + random() * RANDOM_WITHIN_MS);
      await server.stop('SIGKILL');
      return 'at random';
    }
    server.arm();
    if (planned.point === 'after-revoke-commit') void signOut(server.port, house.spare[spareUsed++]);
    if (planned.point === 'during-checkpoint') void server.stop('SIGTERM');
    const late = pause(POINT_WITHIN_MS, 'late' as const, { signal: timer.signal }).catch(
      () => 'late' as const,
    );
    const how = await Promise.race([server.ended(), late]);
    timer.abort();
    if (how === 'SIGKILL') return planned.point;
    await server.stop('SIGKILL');
    say(`${planned.fault} was not passed within ${POINT_WITHIN_MS} ms; killed at random instead`);
    return 'at random';
  }
}

type Planned = Readonly<{ point: FaultPoint; fault: string }> | null;

/** As a page does it; what becomes of the answer is the fault's business. */
async function signOut(port: number, cookie: string | undefined): Promise<void> {
  if (cookie === undefined) throw new Error('There is no session left to end.');
  const base = `http://127.0.0.1:${port}`;
  try {
    const asked = await fetch(`${base}/api/auth/csrf`, { headers: { cookie } });
    const { csrfToken } = await asked.json();
    const pairs = asked.headers.getSetCookie().map((line) => line.split(';')[0]);
    await fetch(`${base}/api/auth/signout`, {
      method: 'POST',
      headers: { cookie: [cookie, ...pairs].join('; '), origin: base },
      body: new URLSearchParams({ csrfToken, json: 'true' }),
    });
  } catch {
    // The server was ended in the middle of it: that is the plan.
  }
}

export function tellOfKills(report: KillReport, again: string): void {
  const { seed, kills, places, acknowledged, repeated, broadcasts, rightAfterMs, wrong } = report;
  const { restores, resets } = report;
  say(
    `kill -9: seed ${seed}, ${kills} kills, ${acknowledged} creations acknowledged (${repeated} requests repeated), ` +
      `${broadcasts} broadcasts; ${wrong.length} wrong`,
  );
  say(
    `  where: ${Object.entries(places)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
  );
  say(`  old databases put back: ${restores}; ${resets} clients had seen more and were reset`);
  say(`  right after the port answers: ${quantiles(rightAfterMs)}`);
  for (const line of wrong.slice(0, 20)) say(`  WRONG ${line}`);
  say(`  again: ${again}`);
}
