import type { Figures } from './broadcast';
import type { Progress } from './progress';

/**
 * Of fewer people a total says something about each of them: that the one person of an audience has read it. Five is
 * what tools for surveys among employees ask for unless told otherwise (Viva Glint, 15Five).
 */
export const FEWEST_TOTALLED = 5;

/** What is said in the place of figures that are not shown. */
export const FEW_PEOPLE = `Fewer than ${FEWEST_TOTALLED} people: figures are not shown`;

/** Figures as senders are shown them: what people did is null where it would be about somebody. */
export type ShownFigures = Omit<Figures, Doing> & Readonly<Record<Doing, number | null>>;
export type ShownProgress = Omit<Progress, 'figures' | 'skippedFor'> &
  Readonly<{ figures: ShownFigures; skippedFor: Progress['skippedFor'] | null }>;
type Doing = 'seen' | 'read' | 'clicked';

export function isFew(people: number): boolean {
  return people < FEWEST_TOTALLED;
}

/** How many it was for and how many have it stay, for they add up; what those people did goes when they are few. */
export function figuresWithoutFew(figures: Figures): ShownFigures {
  return isFew(figures.targeted) ? { ...figures, seen: null, read: null, clicked: null } : figures;
}

/** The same, and without why people were skipped: that one of them has the category switched off. */
export function progressWithoutFew(progress: Progress): ShownProgress {
  if (!isFew(progress.figures.targeted)) return progress;
  return { ...progress, figures: figuresWithoutFew(progress.figures), skippedFor: null };
}

/** Whether all of the figures are shown. */
export function isWhole(figures: ShownFigures): figures is Figures {
  return figures.seen !== null && figures.read !== null && figures.clicked !== null;
}
