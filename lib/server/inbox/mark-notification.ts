import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { Once } from '@/db/once';
import type { Mark } from '@/db/store';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { answerMutation, type MutationAnswer } from './answer-mutation';
import type { Shown } from './shown-input';

/** Reads, unreads, archives or restores one of the viewer's notifications; somebody else's is `not_found`. */
export async function markNotification(
  viewer: Viewer,
  mark: { id: string; as: Mark } & Shown,
  once: Once | null = null,
): Promise<MutationAnswer> {
  const { store, now } = context();
  const mutation = await store.mark(viewer.id, {
    ...mark,
    operationId: once?.key ?? uuidv7(),
    once,
    now: now(),
  });
  return answerMutation(mutation);
}
