import type { Clock } from './clock';
import type { KeptActs } from './kept-acts';

/** Runs the work while no other tab of this person runs its own; answers when it is done. */
export type TakeTurn = (work: () => Promise<void>) => Promise<void>;

/**
 * A tab that was put to sleep may keep its turn. After so long the work is done without one: the server knows each act
 * by its key, so that what two tabs send is done once; only their order is not sure then.
 */
export const TURN_WAIT_MAX_MS = 15_000;
const LEASE_MS = 10_000;
const RENEW_MS = 3_000;
const ASK_AGAIN_MS = 500;

/** One tab at a time by a Web Lock, which ends with its tab. Browsers have none on pages over plain http: there by a lease. */
export function createTurn(deps: {
  name: string;
  locks: Pick<LockManager, 'request'> | undefined;
  lease: Pick<KeptActs, 'lease' | 'release'>;
  /** Of this tab. */
  owner: string;
  clock: Clock;
}): TakeTurn {
  const { locks, lease, owner, clock } = deps;
  const pass = (ms: number) => new Promise<void>((passed) => clock.after(ms, passed));

  async function locked(manager: Pick<LockManager, 'request'>, work: () => Promise<void>): Promise<void> {
    const waiting = new AbortController();
    const cancel = clock.after(TURN_WAIT_MAX_MS, () => waiting.abort());
    let begun = false;
    try {
      await manager.request(deps.name, { signal: waiting.signal }, () => {
        begun = true;
        cancel();
        return work();
      });
    } catch (error) {
      if (begun) throw error;
      await work();
    } finally {
      cancel();
    }
  }

  async function leased(work: () => Promise<void>): Promise<void> {
    const until = clock.now() + TURN_WAIT_MAX_MS;
    const take = () => lease.lease(owner, clock.now() + LEASE_MS).catch(() => true);
    while (!(await take()) && clock.now() < until) await pass(ASK_AGAIN_MS);
    let cancel = () => {};
    const renew = () => {
      cancel = clock.after(RENEW_MS, () => {
        void take();
        renew();
      });
    };
    renew();
    try {
      await work();
    } finally {
      cancel();
      // It ends by itself otherwise.
      await lease.release(owner).catch(() => {});
    }
  }

  return (work) => (locks ? locked(locks, work) : leased(work));
}
