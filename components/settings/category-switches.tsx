'use client';

import { useRef, useState } from 'react';
import { muteCategory } from '@/lib/client/preferences';
import { categoryText } from '../list/row-words';
import { useAnnounce } from '../speech/announcer';
import { Switch } from '../switch';

type Preference = Readonly<{ category: string; muted: boolean }>;
type State = 'saved' | 'saving' | 'failed' | null;

/** A switch for each category: on, its broadcasts come into the inbox. Each is saved by itself, at once. */
export function CategorySwitches({ categories }: { categories: readonly Preference[] }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
    <ul role="list" aria-label="Categories" className="divide-y divide-line rounded-xl border border-line">
      {categories.map((preference) => (
        <CategorySwitch key={preference.category} {...preference} />
      ))}
    </ul>
  );
}

function CategorySwitch({ category, muted: saved }: Preference) {
  const announce = useAnnounce();
  const running = useRef(false);
  const [muted, setMuted] = useState(saved);
  const [state, setState] = useState<State>(null);
  const name = categoryText(category) || category;

  const toggle = async () => {
    if (running.current) return;
    running.current = true;
    const wanted = !muted;
    setMuted(wanted);
    setState('saving');
    const answer = await muteCategory(category, wanted);
    running.current = false;
    if (answer.ok) {
      setState('saved');
      announce(`${name}: saved.`);
      return;
    }
    setMuted(!wanted);
    setState('failed');
    announce(`${name}: couldn't save. Try again.`);
  };

  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <span id={`category-${category}`} className="min-w-0 flex-1 basis-40 font-medium wrap-anywhere">
        {name}
      </span>
      {/* Said by the announcer: the page's own live regions are there before the text is. */}
      <span className={`text-xs ${state === 'failed' ? 'text-critical' : 'text-muted'}`}>
        {STATES[state ?? 'none']}
      </span>
      <Switch on={!muted} labelledBy={`category-${category}`} onToggle={toggle} />
    </li>
  );
}

const STATES = {
  none: '',
  saving: 'Saving…',
  saved: 'Saved',
  failed: "Couldn't save. Try again.",
} as const;
