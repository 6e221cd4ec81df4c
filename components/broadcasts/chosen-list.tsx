'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { number } from '../bell-words';
import { Button } from '../button';

/** More are shown when asked for: a list of a thousand names is nothing to look at. */
const SHOWN = 20;

/** What has been chosen by name, each with a button that takes it away again. */
export function ChosenList({
  label,
  ids,
  names,
  onRemove,
}: {
  /** What the list is called: "Chosen groups". */
  label: string;
  ids: readonly string[];
  names: ReadonlyMap<string, string>;
  onRemove: (id: string) => void;
}) {
  const [all, setAll] = useState(false);
  if (ids.length === 0) return null;
  const shown = all ? ids : ids.slice(0, SHOWN);
  return (
    <div className="mt-2">
      <ul aria-label={label} className="flex flex-wrap gap-2">
        {shown.map((id) => (
          <li
            key={id}
            className="inline-flex max-w-full items-center gap-1 rounded-lg border border-line bg-raised ps-2.5 text-sm"
          >
            <span dir="auto" className="min-w-0 truncate">
              {names.get(id) ?? 'Unknown'}
            </span>
            <button
              type="button"
              aria-label={`Remove ${names.get(id) ?? 'this one'}`}
              onClick={() => onRemove(id)}
              className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:text-text pointer-coarse:size-11"
            >
              <X aria-hidden className="size-4" />
            </button>
          </li>
        ))}
      </ul>
      {ids.length > shown.length && (
        <Button kind="quiet" className="mt-1" onClick={() => setAll(true)}>
          Show all {number(ids.length)}
        </Button>
      )}
    </div>
  );
}
