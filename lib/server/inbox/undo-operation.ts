import 'server-only';
import type { Once } from '@/db/once';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { answerMutation, type MutationAnswer } from './answer-mutation';

/** Puts back exactly what one of the viewer's operations changed; somebody else's is `not_found`. */
export async function undoOperation(
  viewer: Viewer,
  operationId: string,
  once: Once | null = null,
): Promise<MutationAnswer> {
  const { store, now } = context();
  return answerMutation(await store.undo(viewer.id, { operationId, once, now: now() }));
}
