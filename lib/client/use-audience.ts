'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { type AudienceQuestion, type AudienceView, createAudienceWatch } from './audience-watch';
import { browserClock } from './clock';
import { describeAudience } from './sending';

const NOTHING: AudienceView = { kind: 'nothing' };

/** Whom this audience would reach, asked a moment after it was last changed; null asks nothing. */
export function useAudience(question: AudienceQuestion | null): AudienceView & { again: () => void } {
  const [watch] = useState(() => createAudienceWatch({ ask: describeAudience, clock: browserClock }));
  const view = useSyncExternalStore(watch.subscribe, watch.getSnapshot, () => NOTHING);
  useEffect(() => watch.look(question));
  useEffect(() => watch.stop, [watch]);
  return { ...view, again: watch.again };
}
