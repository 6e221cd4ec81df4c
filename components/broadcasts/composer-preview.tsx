'use client';

import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react';
import type { Draft } from '@/lib/client/use-draft';
import { useClock } from '../time/clock';
import { PreviewPane } from './preview-pane';
import { heard, PLACES, type Place, previewRow } from './preview-words';

const NAMES: Readonly<Record<Place, string>> = { bell: 'Bell row', toast: 'Toast', inbox: 'Inbox' };

/**
 * A draft where people will meet it, drawn by the product's own components. The pictures are for the eye and cannot be
 * worked with; below them stands what is heard instead.
 */
export function ComposerPreview({ draft }: { draft: Draft }) {
  const id = useId();
  const clock = useClock();
  const [place, setPlace] = useState<Place>('bell');
  const [dark, setDark] = useState<boolean | null>(null);
  const [phone, setPhone] = useState(false);
  const [rtl, setRtl] = useState(false);
  // Typing comes first: the picture may be a moment late.
  const row = previewRow(useDeferredValue(draft), clock.now);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const next = tabAfter(event.key, PLACES.indexOf(place), isRtl);
    if (next === undefined) return;
    event.preventDefault();
    setPlace(next);
    document.getElementById(`${id}${next}`)?.focus();
  };

  return (
    <aside aria-labelledby={`${id}h`} className="space-y-3 lg:sticky lg:top-20 lg:self-start">
      <h2 id={`${id}h`} className="text-sm font-medium text-muted">
        Preview
      </h2>
      <div
        role="tablist"
        aria-labelledby={`${id}h`}
        onKeyDown={onKeyDown}
        className="flex border-b border-line"
      >
        {PLACES.map((known) => (
          <button
            key={known}
            id={`${id}${known}`}
            type="button"
            role="tab"
            aria-selected={known === place}
            aria-controls={`${id}panel`}
            tabIndex={known === place ? 0 : -1}
            onClick={() => setPlace(known)}
            className="-mb-px inline-flex min-h-10 items-center border-b-2 border-transparent px-3 text-sm font-medium text-muted hover:text-text aria-selected:border-accent aria-selected:text-text pointer-coarse:min-h-11"
          >
            {NAMES[known]}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for the controls of a form. */}
      <div role="group" aria-label="How it is shown" className="flex flex-wrap gap-2">
        <Toggle on={dark === false} onPress={() => setDark(dark === false ? null : false)}>
          Light
        </Toggle>
        <Toggle on={dark === true} onPress={() => setDark(dark === true ? null : true)}>
          Dark
        </Toggle>
        <Toggle on={phone} onPress={() => setPhone(!phone)}>
          Phone
        </Toggle>
        <Toggle on={rtl} onPress={() => setRtl(!rtl)}>
          Right to left
        </Toggle>
      </div>
      <div
        id={`${id}panel`}
        role="tabpanel"
        aria-labelledby={`${id}${place}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel with nothing to focus is reached itself (WAI-ARIA, Tabs).
        tabIndex={0}
        className="rounded-xl"
      >
        <div
          data-theme={dark === null ? undefined : dark ? 'dark' : 'light'}
          data-preview={phone ? 'phone' : 'wide'}
          dir={rtl ? 'rtl' : 'ltr'}
          className="overflow-hidden rounded-xl bg-bg text-text data-[preview=phone]:max-w-80"
        >
          <PreviewPane row={row} place={place} />
        </div>
        <p className="mt-3 text-sm text-muted">
          <span className="block text-xs font-medium">What a screen reader says</span>
          <span dir="auto" data-heard="" className="line-clamp-6 wrap-anywhere">
            {heard(row, place)}
          </span>
        </p>
      </div>
    </aside>
  );
}

function Toggle({ on, onPress, children }: { on: boolean; onPress: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className="min-h-8 rounded-lg border border-control px-2.5 text-xs font-medium hover:bg-raised aria-pressed:border-accent aria-pressed:bg-unread aria-pressed:text-accent pointer-coarse:min-h-11"
    >
      {children}
    </button>
  );
}

function tabAfter(key: string, place: number, rtl: boolean): Place | undefined {
  if (key === 'Home') return PLACES[0];
  if (key === 'End') return PLACES.at(-1);
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  return step === 0 ? undefined : PLACES[(place + (rtl ? -step : step) + PLACES.length) % PLACES.length];
}
