import { createRelay, type RelayOptions } from '../relay';
import { createFakePublisher } from './fake-publisher';
import { createFakeSource } from './fake-source';
import { createManualClock } from './manual-clock';
import { createRecordingLog } from './recording-log';

/** A relay between a model of the outbox and a fake service, in a time that stands still. Rests are at their longest. */
export function openRelay(how: { hosted?: boolean } & Partial<RelayOptions> = {}) {
  const { hosted = false, ...options } = how;
  const clock = createManualClock();
  const source = createFakeSource();
  const publisher = createFakePublisher({ hosted });
  const logger = createRecordingLog();
  const figures: string[] = [];
  const relay = createRelay({
    source,
    publisher,
    logger,
    now: clock.now,
    timers: clock.timers,
    random: () => 1,
    figuresMoved: (ids) => figures.push(...ids),
    ...options,
  });
  source.listen(relay.moved);
  return { clock, source, publisher, logger, relay, figures };
}

export const people = (count: number) => Array.from({ length: count }, (_, i) => `u${i}`);

/** Chance that can be had again: a linear congruential sequence (Numerical Recipes' constants). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
