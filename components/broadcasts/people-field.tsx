'use client';

import { useId, useRef, useState } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import { type AudienceNames, nameAudience } from '@/lib/client/sending';
import { number, people } from '../bell-words';
import { Button } from '../button';
import { CONTROL } from '../field';
import { useAnnounce } from '../speech/announcer';
import { addressesIn, MOST } from './audience-choice';
import { ChosenList } from './chosen-list';

/** Names people by their addresses, pasted in whatever form. Those that are nobody's stay in the field and are listed. */
export function PeopleField({
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
  onAdd: (people: AudienceNames['people']) => void;
  onRemove: (id: string) => void;
}) {
  const id = useId();
  const announce = useAnnounce();
  const field = useRef<HTMLTextAreaElement>(null);
  const running = useRef(false);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [bad, setBad] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const mine = errors.filter(({ path }) => path === name || path.startsWith(`${name}.`));

  const add = async () => {
    const all = addressesIn(text);
    if (running.current || all.length === 0) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    const free = MOST.people - chosen.length;
    const asked = all.slice(0, MOST.people);
    const answer = await nameAudience({ people: asked });
    running.current = false;
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.problem.detail);
      return;
    }
    const found = answer.value.people.filter((person) => !person.disabled && !chosen.includes(person.id));
    const known = new Map(answer.value.people.map((person) => [person.called, person]));
    const taken = found.slice(0, free);
    const left = [...asked.filter((called) => !known.has(called) || known.get(called)?.disabled)];
    const over = [...found.slice(free).map(({ called }) => called), ...all.slice(MOST.people)];
    onAdd(taken);
    setBad(left.map((called) => (known.get(called)?.disabled ? `${called} (disabled)` : called)));
    setText([...left, ...over].join('\n'));
    if (over.length > 0)
      setProblem(`At most ${number(MOST.people)} people can be named. The others are left in the field.`);
    const unknown = left.length === 0 ? '' : ` ${number(left.length)} not found.`;
    announce(`${people(taken.length)} added.${unknown}`);
    field.current?.focus();
  };

  return (
    <div>
      <label htmlFor={`${id}text`} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      <textarea
        ref={field}
        id={`${id}text`}
        name={name}
        rows={3}
        aria-invalid={mine.length > 0 || bad.length > 0}
        aria-describedby={`${id}hint ${id}bad`}
        autoCapitalize="none"
        spellCheck={false}
        value={text}
        className={CONTROL}
        onChange={(event) => setText(event.target.value)}
      />
      <p id={`${id}hint`} className="mt-1.5 text-xs text-muted">
        E-mail addresses from a column, a list or the head of a letter.
      </p>
      <Button className="mt-2" aria-disabled={busy} onClick={add}>
        {busy ? 'Looking them up…' : 'Add people'}
      </Button>
      <div id={`${id}bad`} className="text-sm text-critical">
        {problem !== null && <p className="mt-1.5">{problem}</p>}
        {bad.length > 0 && (
          <p dir="auto" className="mt-1.5 wrap-anywhere">
            Nobody here has {bad.length === 1 ? 'this address' : `these ${number(bad.length)} addresses`}:{' '}
            {bad.slice(0, BAD_SHOWN).join(', ')}
            {bad.length > BAD_SHOWN && ` and ${number(bad.length - BAD_SHOWN)} more`}
          </p>
        )}
        {mine.length > 0 && (
          <p className="mt-1.5">{[...new Set(mine.map(({ message }) => message))].join(' ')}</p>
        )}
      </div>
      <ChosenList
        label={`${label}: chosen`}
        ids={chosen}
        names={names}
        onRemove={(person) => {
          onRemove(person);
          field.current?.focus();
          announce(`${names.get(person) ?? 'Person'} removed.`);
        }}
      />
    </div>
  );
}

/** All of them stay in the field. */
const BAD_SHOWN = 20;
