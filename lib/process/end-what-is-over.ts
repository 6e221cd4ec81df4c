import type { Store } from '@/db/store';
import { AppError } from '@/lib/errors';
import { SYSTEM } from '@/lib/server/actor';

const AT_ONCE = 20;

/** Ends what expired while the process was down, so that nobody who asks first is given it. */
export async function endWhatIsOver(store: Pick<Store, 'expireDue'>, now: () => number): Promise<void> {
  const at = { now: now(), limit: AT_ONCE, by: SYSTEM };
  try {
    let ended: readonly string[];
    do ended = await store.expireDue(at);
    while (ended.length === AT_ONCE);
  } catch (error) {
    // On a full disk the process comes up all the same, and its clock tries again.
    if (!(error instanceof AppError)) throw error;
  }
}
