import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import type { Once } from '@/db/once';
import { FILTERS } from '@/lib/inbox/notification';
import { context } from '../context';
import { cursorField } from '../input-fields';
import type { Viewer } from '../sessions/session-viewer';
import { answerMutation, type MutationAnswer } from './answer-mutation';

export const readAllInput = z.strictObject({
  through: cursorField,
  filter: z.enum(FILTERS, `The filter is one of ${FILTERS.join(', ')}.`),
});

/** Reads what the view shows up to `through`, the newest thing the person could see; nothing that came later. */
export async function readAll(
  viewer: Viewer,
  bulk: z.infer<typeof readAllInput>,
  once: Once | null = null,
): Promise<MutationAnswer> {
  const { store, now } = context();
  const mutation = await store.readAll(viewer.id, {
    ...bulk,
    operationId: once?.key ?? uuidv7(),
    once,
    now: now(),
  });
  return answerMutation(mutation);
}
