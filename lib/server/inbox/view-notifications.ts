import 'server-only';
import * as z from 'zod';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { answerMutation, type MutationAnswer } from './answer-mutation';

/** Ids in one call: more than two screens of rows. */
const IDS_MAX = 100;

export const viewingInput = z.strictObject({
  ids: z
    .array(z.string().min(1).max(64))
    .min(1, 'Name at least one notification.')
    .max(IDS_MAX, `Name at most ${IDS_MAX} notifications.`),
});

/** Notes that these of the viewer's notifications were on screen; ids that are not the viewer's change nothing. */
export async function viewNotifications(
  viewer: Viewer,
  viewing: { ids: readonly string[] },
): Promise<MutationAnswer> {
  const { store, now } = context();
  return answerMutation(await store.view(viewer.id, { ids: [...new Set(viewing.ids)], now: now() }));
}
