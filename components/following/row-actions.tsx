'use client';

import { CopyIcon, DownloadIcon } from 'lucide-react';
import { IconButton } from '../button';
import { useCopying } from './use-copying';

/** What can be done with a broadcast from the list. Both are always there: what only shows itself to a pointer is not found by hands. */
export function RowActions({ id, title, exports }: { id: string; title: string; exports: boolean }) {
  const { state, copy } = useCopying(id);
  return (
    <span className="inline-flex flex-col items-end gap-1">
      <span className="inline-flex gap-1">
        <IconButton
          label={`Duplicate “${title}” as draft`}
          aria-disabled={state === 'copying'}
          onClick={copy}
        >
          <CopyIcon aria-hidden="true" className="size-4" />
        </IconButton>
        {exports && (
          <a
            href={`/api/broadcasts/${encodeURIComponent(id)}/recipients.csv`}
            download=""
            aria-label={`Export the recipients of “${title}” as CSV`}
            title="Export CSV"
            className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-line hover:text-text pointer-coarse:size-11"
          >
            <DownloadIcon aria-hidden="true" className="size-4" />
          </a>
        )}
      </span>
      {state === 'failed' && (
        <span role="alert" className="text-xs text-critical">
          Couldn't duplicate it.
        </span>
      )}
    </span>
  );
}
