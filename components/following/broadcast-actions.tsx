'use client';

import type { BroadcastState } from '@/lib/inbox/broadcast';
import type { ShownFigures } from '@/lib/inbox/few-people';
import { Button } from '../button';
import { buttonClass } from '../button-class';
import type { Asking } from './act-dialogs';
import { useCopying } from './use-copying';

/** What can be done about a broadcast in the state it is in. */
export function BroadcastActions({
  id,
  state,
  stopped,
  figures,
  showsNames,
  onAsk,
  onEdit,
}: {
  id: string;
  state: BroadcastState;
  stopped: boolean;
  figures: ShownFigures;
  showsNames: boolean;
  onAsk: (what: Asking) => void;
  onEdit: () => void;
}) {
  const waits = state === 'held' || state === 'scheduled' || state === 'paused';
  const went = state === 'sent' || state === 'recalled' || (state === 'expired' && figures.targeted > 0);
  return (
    <div className="flex flex-wrap items-start gap-2">
      {state === 'sent' && <Button onClick={onEdit}>Edit</Button>}
      <CopyButton id={id} />
      {went && showsNames && (
        // A plain link: the browser saves what it answers, and goes on showing this page.
        <a
          href={`/api/broadcasts/${encodeURIComponent(id)}/recipients.csv`}
          download=""
          className={buttonClass('plain')}
        >
          Export CSV
        </a>
      )}
      {waits && (
        <Button kind="danger" onClick={() => onAsk('cancel')}>
          Cancel sending
        </Button>
      )}
      {state === 'sent' && !stopped && figures.pending > 0 && (
        <Button kind="danger" onClick={() => onAsk('stop')}>
          Stop delivering
        </Button>
      )}
      {state === 'sent' && (
        <Button kind="danger" onClick={() => onAsk('recall')}>
          Recall
        </Button>
      )}
    </div>
  );
}

function CopyButton({ id }: { id: string }) {
  const { state, copy } = useCopying(id);
  return (
    <span className="inline-flex flex-col gap-1">
      <Button aria-disabled={state === 'copying'} onClick={copy}>
        Duplicate as draft
      </Button>
      {state === 'failed' && (
        <span role="alert" className="text-sm text-critical">
          Couldn't duplicate it. Try again.
        </span>
      )}
    </span>
  );
}
