'use client';

import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import type { NamedGroup } from '@/lib/client/sending';
import { useGroupSearch } from '@/lib/client/use-group-search';
import { people } from '../bell-words';
import { CONTROL } from '../field';
import { useAnnounce } from '../speech/announcer';
import { ChosenList } from './chosen-list';
import { moved } from './combobox-keys';

/** Chooses groups by typing a part of their names: an editable combobox with a list, as the ARIA practices have it. */
export function GroupCombobox({
  name,
  label,
  chosen,
  names,
  errors,
  onAdd,
  onRemove,
}: {
  name: string;
  label: string;
  chosen: readonly string[];
  names: ReadonlyMap<string, string>;
  errors: RequestProblem['errors'];
  onAdd: (group: NamedGroup) => void;
  onRemove: (id: string) => void;
}) {
  const id = useId();
  const announce = useAnnounce();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const search = useGroupSearch(text, isOpen);
  const options = search.kind === 'found' ? search.groups.filter((group) => !chosen.includes(group.id)) : [];
  const at = Math.min(active, options.length - 1);
  const mine = errors.filter(({ path }) => path === name || path.startsWith(`${name}.`));

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const add = (group: NamedGroup) => {
    onAdd(group);
    setText('');
    close();
    announce(`${group.name} added.`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const option = options[at];
    if (event.key === 'Enter') {
      // Never sends the form: who is choosing is not done.
      event.preventDefault();
      if (isOpen && option) add(option);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (isOpen) setActive(moved(at, event.key, options.length));
      else setOpen(true);
    }
  };

  return (
    <div>
      <label htmlFor={`${id}input`} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          ref={input}
          id={`${id}input`}
          name={name}
          type="text"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={isOpen}
          aria-controls={`${id}list`}
          aria-activedescendant={isOpen && at >= 0 ? `${id}option${at}` : undefined}
          aria-invalid={mine.length > 0}
          aria-describedby={mine.length > 0 ? `${id}error` : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="Type a part of its name"
          value={text}
          className={CONTROL}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
            setOpen(true);
          }}
          onClick={() => setOpen(true)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <div
          hidden={!isOpen}
          className="absolute inset-x-0 z-10 mt-1 overflow-hidden rounded-lg border border-line bg-bg shadow-float"
        >
          <div
            id={`${id}list`}
            role="listbox"
            aria-label={label}
            tabIndex={-1}
            className="max-h-64 overflow-y-auto"
          >
            {options.map((group, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, which keeps the focus.
              <div
                key={group.id}
                id={`${id}option${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className="flex min-h-10 cursor-pointer items-center justify-between gap-3 px-3 py-1.5 hover:bg-raised aria-selected:bg-raised aria-selected:outline-2 aria-selected:-outline-offset-2 aria-selected:outline-accent pointer-coarse:min-h-11"
                // Before the input loses the focus, and with it the list.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => add(group)}
              >
                <span dir="auto" className="min-w-0 truncate">
                  {group.name}
                </span>
                <span className="shrink-0 text-sm text-muted">{people(group.people)}</span>
              </div>
            ))}
          </div>
          {options.length === 0 && (
            <p className="px-3 py-2.5 text-sm text-muted">
              {search.kind === 'searching'
                ? 'Searching…'
                : search.kind === 'problem'
                  ? search.detail
                  : 'No other group matches.'}
            </p>
          )}
        </div>
        <p role="status" className="sr-only">
          {isOpen && search.kind === 'found' && optionsText(options.length)}
        </p>
      </div>
      {mine.length > 0 && (
        <p id={`${id}error`} className="mt-1.5 text-sm text-critical">
          {[...new Set(mine.map(({ message }) => message))].join(' ')}
        </p>
      )}
      <ChosenList
        label={`${label}: chosen`}
        ids={chosen}
        names={names}
        onRemove={(group) => {
          onRemove(group);
          input.current?.focus();
          announce(`${names.get(group) ?? 'Group'} removed.`);
        }}
      />
    </div>
  );
}

function optionsText(count: number): string {
  if (count === 0) return 'No other group matches.';
  return count === 1 ? '1 group.' : `${count} groups.`;
}
