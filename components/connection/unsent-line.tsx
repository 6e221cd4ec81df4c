'use client';

import { CloudUploadIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useInbox } from '@/lib/client/inbox-provider';
import { TROUBLE_AFTER_MS } from './connection-notice';
import { unsentText } from './unsent-words';

/**
 * How many changes wait for the line, once the trouble is worth a word. A page whose browser keeps nothing says that
 * they go with it, and asks before it is left.
 */
export function UnsentLine() {
  const { unsent } = useInbox();
  const [isWorthIt, setWorthIt] = useState(false);
  const some = unsent.count > 0;
  useEffect(() => {
    if (!some) return;
    const timer = setTimeout(setWorthIt, TROUBLE_AFTER_MS, true);
    return () => {
      clearTimeout(timer);
      setWorthIt(false);
    };
  }, [some]);
  const isAtRisk = unsent.unkept > 0;
  useEffect(() => {
    if (!isAtRisk) return;
    const stop = new AbortController();
    // The browser asks in its own words whether to leave.
    addEventListener('beforeunload', (event) => event.preventDefault(), { signal: stop.signal });
    return () => stop.abort();
  }, [isAtRisk]);

  if (!some || !isWorthIt) return null;
  return (
    <p
      data-unsent={unsent.count}
      className="flex min-h-9 shrink-0 items-center gap-2 border-b border-line bg-raised px-4 py-1.5 text-sm text-muted"
    >
      <CloudUploadIcon aria-hidden="true" className="size-4 shrink-0" />
      {unsentText(unsent)}
    </p>
  );
}
