import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import type { Once } from '@/db/once';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { answerMutation, type MutationAnswer } from './answer-mutation';
import type { Shown } from './shown-input';

/** Notes that the viewer followed the link of one of their notifications; somebody else's, or one that is gone, is `not_found`. */
export async function clickNotification(
  viewer: Viewer,
  click: { id: string } & Shown,
  once: Once | null = null,
): Promise<MutationAnswer> {
  const { store, now } = context();
  const mutation = await store.click(viewer.id, {
    ...click,
    operationId: once?.key ?? uuidv7(),
    once,
    now: now(),
  });
  return answerMutation(mutation);
}
