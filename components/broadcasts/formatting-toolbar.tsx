'use client';

import { BoldIcon, CodeIcon, ItalicIcon, LinkIcon, ListIcon } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { IconButton } from '../button';
import type { Marking } from './markdown-editing';

const TOOLS = [
  { marking: 'bold', label: 'Bold', keys: 'Control+B Meta+B', Icon: BoldIcon },
  { marking: 'italic', label: 'Italic', keys: 'Control+I Meta+I', Icon: ItalicIcon },
  { marking: 'code', label: 'Code', keys: undefined, Icon: CodeIcon },
  { marking: 'link', label: 'Link', keys: 'Control+K Meta+K', Icon: LinkIcon },
  { marking: 'list', label: 'List', keys: undefined, Icon: ListIcon },
] as const;

/** Marks up what is selected in a text. One tab stop; the arrows go from tool to tool. */
export function FormattingToolbar({
  controls,
  onPress,
}: {
  /** The id of the text. */
  controls: string;
  onPress: (marking: Marking) => void;
}) {
  const [stop, setStop] = useState(0);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = placeAfter(event.key, stop, getComputedStyle(event.currentTarget).direction === 'rtl');
    if (to === null) return;
    event.preventDefault();
    setStop(to);
    event.currentTarget.querySelectorAll('button')[to]?.focus();
  };
  return (
    <div
      role="toolbar"
      aria-label="Formatting"
      aria-controls={controls}
      onKeyDown={onKeyDown}
      className="mb-1 flex gap-1"
    >
      {TOOLS.map(({ marking, label, keys, Icon }, place) => (
        <IconButton
          key={marking}
          label={label}
          aria-keyshortcuts={keys}
          tabIndex={place === stop ? 0 : -1}
          onFocus={() => setStop(place)}
          onClick={() => onPress(marking)}
        >
          <Icon aria-hidden="true" className="size-4" />
        </IconButton>
      ))}
    </div>
  );
}

function placeAfter(key: string, place: number, rtl: boolean): number | null {
  const last = TOOLS.length - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return null;
  return (place + (rtl ? -step : step) + TOOLS.length) % TOOLS.length;
}
