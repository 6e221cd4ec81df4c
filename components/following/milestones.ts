import type { ShownFigures } from '@/lib/inbox/few-people';
import { number } from '../bell-words';

const SPOKEN = [25, 50, 75, 100] as const;

/**
 * What is read out while a broadcast is delivered: a quarter, a half, three quarters, all; each once and only when it is
 * passed while somebody listens. Give it the figures as they come; it answers the sentence, or null for silence.
 */
export function createMilestones(first: ShownFigures): (figures: ShownFigures) => string | null {
  let passed = percentOf(first);
  return (figures) => {
    const now = percentOf(figures);
    const crossed = SPOKEN.filter((mark) => passed < mark && mark <= now).at(-1);
    // Never again when the figure falls and rises.
    passed = Math.max(passed, now);
    return crossed === undefined ? null : `${crossed} % delivered. ${deliveredText(figures)}.`;
  };
}

/** "412 of 1,284 delivered" */
export function deliveredText({ delivered, targeted }: ShownFigures): string {
  return `${number(delivered)} of ${number(targeted)} delivered`;
}

function percentOf({ delivered, targeted }: ShownFigures): number {
  return targeted === 0 ? 0 : Math.floor((delivered / targeted) * 100);
}
