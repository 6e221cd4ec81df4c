import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptOpen, type MovableDatabase, migratedImage, openedAnew } from './testing/movable-database';
import { type Command, commands } from './testing/tabs-command';
import { TabsWorld } from './testing/tabs-world';

const LONG = process.env.LONG === '1';
const RUNS = Number(process.env.RUNS ?? (LONG ? 20_000 : 2_000));
/** Of those, with real openings of the database. */
const RUNS_OPENED = Math.ceil(RUNS / 40);
const COMMANDS_MAX = 200;
/** So many people in one database, before it grows too large to be copied quickly. */
const PEOPLE = 40;
const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/** Plays it with a person of its own; everything else in the database has been there before. */
async function play(database: MovableDatabase, personId: string, given: readonly Command[], tally: Tally) {
  try {
    const world = await TabsWorld.make(database, personId, tally);
    for (const command of given) await world.take(command);
    await world.settle();
  } finally {
    await database.close();
  }
}

/** Without these a run of runs would say less than it seems to. */
const HAPPENS = [
  ...['created', 'broadcasts', 'edits', 'recalls', 'read', 'unread', 'archived', 'restored', 'seen'],
  ...['readAll', 'undo', 'restarts', 'crashes', 'restores', 'purges', 'resets'],
  ...['runs continued', 'acts refused'],
  ...['events dropped', 'events doubled', 'syncs failed', 'acts failed', 'acts asked again', 'pages refused'],
];

type Tally = (what: string) => void;
function createTally() {
  const counts: Record<string, number> = {};
  const tally: Tally = (what) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  return { counts, tally };
}

test(
  'whatever three tabs do while events are lost, answers late and databases put back, all of them end equal to the database',
  async () => {
    const { counts, tally } = createTally();
    const image = await migratedImage();
    let people = 0;
    let shared = keptOpen(image);
    await fc.assert(
      fc.asyncProperty(commands(COMMANDS_MAX), async (given) => {
        tally('runs');
        people += 1;
        if (people % PEOPLE === 0) {
          await shared.close();
          shared = keptOpen(image);
        }
        const personId = `p${people}`;
        await play(await shared.with(personId), personId, given, tally);
      }),
      { numRuns: RUNS - RUNS_OPENED, seed: SEED },
    );
    await shared.close();
    process.stdout.write(`tabs: seed ${SEED} ${JSON.stringify(counts)}\n`);
    for (const happened of HAPPENS) expect(counts[happened], happened).toBeGreaterThan(RUNS / 40);
  },
  LONG ? 7_200_000 : 900_000,
);

test(
  'the same with a database that is really closed and opened, each time from the bytes of its file',
  async () => {
    const { counts, tally } = createTally();
    const image = await migratedImage();
    await fc.assert(
      fc.asyncProperty(commands(COMMANDS_MAX), async (given) => {
        tally('runs');
        await play(await openedAnew(image, 'ana'), 'ana', given, tally);
      }),
      { numRuns: RUNS_OPENED, seed: SEED },
    );
    process.stdout.write(`tabs, opened anew: seed ${SEED} ${JSON.stringify(counts)}\n`);
    for (const happened of ['restarts', 'crashes', 'restores', 'runs continued', 'resets']) {
      expect(counts[happened], happened).toBeGreaterThan(0);
    }
  },
  LONG ? 7_200_000 : 900_000,
);
