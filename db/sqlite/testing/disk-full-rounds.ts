import { setTimeout } from 'node:timers/promises';
import { content } from '@/db/contract/given';
import type { Store } from '@/db/store';
import { AppError } from '@/lib/errors';
import type { SmallDisk } from './small-disk';

/** What is measured in all rounds together; milliseconds are the slowest of all. */
export type DiskFullReport = {
  rounds: number;
  acknowledged: string[];
  refused: number;
  signedInWhileFull: number;
  slowestRefusalMs: number;
  slowestReadMs: number;
  slowestHealingMs: number;
  /** Whatever was not as it should be, in words. */
  wrong: string[];
};

const ATTEMPTS_MAX = 20_000;
const SIGN_INS = 30;
const GIVES_UP_AFTER_MS = 10_000;

/**
 * Fills the disk under a store, again and again, and looks at what goes on meanwhile: writes must be refused, reading
 * and signing in must not, and it must heal by itself. `ana` must be a person of the store.
 */
export async function diskFullRounds(store: Store, disk: SmallDisk, rounds: number): Promise<DiskFullReport> {
  const report: DiskFullReport = {
    rounds,
    acknowledged: [],
    refused: 0,
    signedInWhileFull: 0,
    slowestRefusalMs: 0,
    slowestReadMs: 0,
    slowestHealingMs: 0,
    wrong: [],
  };
  for (let round = 0; round < rounds; round++) {
    await create(`round ${round}, before`);
    disk.fill();
    await writeUntilRefused(round);
    await Promise.all(Array.from({ length: 50 }, (_, place) => create(`round ${round}, full ${place}`)));
    if (store.health().disk !== 'full') report.wrong.push(`round ${round}: health does not say it`);
    await read(`round ${round}`);
    for (let place = 0; place < SIGN_INS; place++) await signInAndOut(`session ${round} ${place}`);
    disk.free();
    await heal(round);
  }
  return report;

  async function create(id: string): Promise<boolean> {
    const begun = performance.now();
    try {
      await store.append({ recipients: [{ userId: 'ana', id }], content: content('x'.repeat(200)), now: 1 });
      report.acknowledged.push(id);
      return true;
    } catch (error) {
      report.slowestRefusalMs = Math.max(report.slowestRefusalMs, performance.now() - begun);
      report.refused += 1;
      const expected = error instanceof AppError && error.code === 'storage_full';
      if (!expected) report.wrong.push(`${id}: ${String(error)}`);
      return false;
    }
  }

  /** The log's own room lasts for a while when it was longer before. */
  async function writeUntilRefused(round: number): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (!(await create(`round ${round}, filling ${attempt}`))) return;
    }
    report.wrong.push(`round ${round}: the disk never became full`);
  }

  async function read(where: string): Promise<void> {
    const begun = performance.now();
    const { counts } = await store.counts('ana', 2);
    const page = await store.feed('ana', { filter: 'inbox', before: null, limit: 50, now: 2 });
    await store.sync('ana', { cursor: null, now: 2 });
    report.slowestReadMs = Math.max(report.slowestReadMs, performance.now() - begun);
    const newest = page.items[0]?.id;
    const isRight = counts.unread === report.acknowledged.length && newest === report.acknowledged.at(-1);
    if (!isRight) report.wrong.push(`${where}: ${counts.unread} unread, newest ${newest}`);
  }

  async function signInAndOut(id: string): Promise<void> {
    try {
      await store.createSession({ id, userId: 'ana', now: 1, expiresAt: 1_000_000 });
      const found = await store.findSession(id, { now: 100_000, idleAfter: 0 });
      const whose = await store.revokeSession(id, 2);
      const isGone = (await store.findSession(id, { now: 100_000, idleAfter: 0 })) === null;
      if (found && whose === 'ana' && isGone) report.signedInWhileFull += 1;
      else report.wrong.push(`${id}: a session was not found, or not ended`);
    } catch (error) {
      report.wrong.push(`${id}: ${String(error)}`);
    }
  }

  async function heal(round: number): Promise<void> {
    const begun = performance.now();
    while (performance.now() - begun < GIVES_UP_AFTER_MS) {
      const refused = report.refused;
      const isStored = await create(`round ${round}, after ${Math.round(performance.now())}`);
      report.refused = refused;
      if (isStored) {
        report.slowestHealingMs = Math.max(report.slowestHealingMs, performance.now() - begun);
        return;
      }
      await setTimeout(20);
    }
    report.wrong.push(`round ${round}: nothing could be stored after there was room`);
  }
}
