'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { browserClock } from '@/lib/client/clock';
import { createSpeechQueue, type SpeechQueue } from './speech-queue';

/** What has come to nothing until its turn comes is not said: `holds` is asked then. */
export type Announce = (text: string, politeness?: 'polite' | 'assertive', holds?: () => boolean) => void;

type Said = Readonly<{ text: string; nth: number }>;
const NOTHING: Said = { text: '', nth: 0 };

const AnnounceContext = createContext<Announce | null>(null);

/**
 * The two live regions of the page and the only way to write into them. They are in the server's HTML, because
 * a region that is added together with its text is not read.
 */
export function Announcer({ children }: { children: ReactNode }) {
  const [polite, sayPolitely] = useSaid();
  const [assertive, sayAtOnce] = useSaid();
  const announce = useCallback<Announce>(
    (text, politeness = 'polite', holds) =>
      (politeness === 'polite' ? sayPolitely : sayAtOnce).say(text, holds),
    [sayPolitely, sayAtOnce],
  );

  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" className="sr-only" data-announcer="polite">
        <Sentence said={polite} />
      </div>
      <div role="alert" className="sr-only" data-announcer="assertive">
        <Sentence said={assertive} />
      </div>
    </AnnounceContext>
  );
}

/** What a region says now, and the queue that it comes from. */
function useSaid(): [Said, SpeechQueue] {
  const [said, setSaid] = useState(NOTHING);
  const [queue] = useState(() => {
    const show = (text: string) => setSaid((before) => ({ text, nth: before.nth + 1 }));
    return createSpeechQueue({ show, clock: browserClock });
  });
  useEffect(() => queue.clear, [queue]);
  return [said, queue];
}

/** Says something to people who listen to the page. */
export function useAnnounce(): Announce {
  const announce = useContext(AnnounceContext);
  if (announce === null) throw new Error('Something is announced outside of Announcer.');
  return announce;
}

// A new element each time: the same sentence twice in a row is otherwise no change, and not read again.
function Sentence({ said }: { said: Said }) {
  return said.nth === 0 ? null : <span key={said.nth}>{said.text}</span>;
}
