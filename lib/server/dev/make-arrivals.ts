import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/** Enough to see a burst; what is larger is what the benchmarks are for. */
const ARRIVALS_MAX = 20;

export const arrivalsInput = z.strictObject({
  count: z.int().min(1, 'At least one.').max(ARRIVALS_MAX, `At most ${ARRIVALS_MAX} at once.`),
});

let made = 0;

/**
 * Puts notifications to look at into the viewer's own inbox, each in a commit of its own. In development only, where
 * also its route is: elsewhere this throws `not_found`.
 */
export async function makeArrivals(
  viewer: Viewer,
  { count }: z.infer<typeof arrivalsInput>,
): Promise<object> {
  const { config, store, now } = context();
  if (config.mode !== 'development') throw new AppError('not_found', 'There is nothing here.');
  for (let nth = 0; nth < count; nth += 1) {
    made += 1;
    await store.append({
      recipients: [{ userId: viewer.id, id: uuidv7() }],
      content: { title: `Arrival ${made}`, body: null, url: null, category: 'lab', severity: 'info' },
      now: now(),
    });
  }
  return {};
}
