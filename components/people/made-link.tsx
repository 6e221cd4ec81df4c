'use client';

import { CheckIcon, CopyIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../button';
import { useAnnounce } from '../speech/announcer';
import { useClock } from '../time/clock';
import { wholeTime } from '../time/time-words';

/** A one-time link, shown once. */
export function MadeLinkPanel({
  title,
  link,
  expiresAt,
  onDone,
}: {
  /** What it is for: "The invitation for Ben is made". */
  title: string;
  link: string;
  expiresAt: string;
  onDone: () => void;
}) {
  const announce = useAnnounce();
  const clock = useClock();
  const heading = useRef<HTMLHeadingElement>(null);
  // It is shown once: whoever made it is taken to it, and hears that it is made.
  useEffect(() => heading.current?.focus(), []);
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied('yes');
      announce('Copied.');
    } catch {
      // Not over plain http, and not when the person forbade it: the field is there to copy from by hand.
      setCopied('refused');
    }
  };
  return (
    <section aria-labelledby="made" className="rounded-xl border border-success p-5">
      <h2 id="made" ref={heading} tabIndex={-1} dir="auto" className="font-semibold wrap-anywhere">
        {title}
      </h2>
      <p className="mt-1 text-sm text-muted">
        Copy it now and give it to this person alone: whoever opens it first is let in. It is not shown again,
        works once, and until {wholeTime(expiresAt, clock)}.
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <input
          readOnly
          aria-label="The one-time link"
          value={link}
          onFocus={(event) => event.target.select()}
          className="min-h-9 min-w-0 flex-1 basis-64 rounded-lg border border-control bg-raised px-3 py-2 font-mono text-sm pointer-coarse:min-h-11"
        />
        <Button onClick={copy}>
          {copied === 'yes' ? (
            <CheckIcon aria-hidden="true" className="size-4" />
          ) : (
            <CopyIcon aria-hidden="true" className="size-4" />
          )}
          {copied === 'yes' ? 'Copied' : 'Copy link'}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          Done
        </Button>
      </div>
      {copied === 'refused' && (
        <p role="alert" className="mt-2 text-sm text-critical">
          Couldn't copy. Select the link and copy it yourself.
        </p>
      )}
    </section>
  );
}
