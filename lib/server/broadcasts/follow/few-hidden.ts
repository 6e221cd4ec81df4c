import 'server-only';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import {
  figuresWithoutFew,
  isFew,
  progressWithoutFew,
  type ShownFigures,
  type ShownProgress,
} from '@/lib/inbox/few-people';
import { context } from '../../context';
import { showsNames } from './require-names';

/** A broadcast with the figures that its senders are shown. */
export type ShownBroadcast = Omit<BroadcastWithFigures, 'figures'> & { readonly figures: ShownFigures };

/** Whether what so many people do is about somebody, on an installation that shows totals only. */
export function hidesFew(people: number): boolean {
  return !showsNames() && isFew(people);
}

export function shownBroadcast(broadcast: BroadcastWithFigures): ShownBroadcast {
  return showsNames() ? broadcast : { ...broadcast, figures: figuresWithoutFew(broadcast.figures) };
}

/** How far a broadcast has come, as its watchers are told: also in the events that carry it. Null when there is none. */
export async function shownProgress(id: string): Promise<ShownProgress | null> {
  const progress = await context().store.progress(id);
  if (progress === null || showsNames()) return progress;
  return progressWithoutFew(progress);
}
