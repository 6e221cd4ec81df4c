'use client';

import { useId, useState } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import { useAudience } from '@/lib/client/use-audience';
import { useAudienceNames } from '@/lib/client/use-audience-names';
import type { Audience } from '@/lib/inbox/audience';
import type { Severity } from '@/lib/inbox/notification';
import { Select } from '../field';
import { audienceOf, type Choice, choiceOf, type Kind, MOST, missing, withAdded } from './audience-choice';
import { AudienceLine } from './audience-line';
import { ROLE_CHOICES } from './broadcast-words';
import { DeletedGroups } from './deleted-groups';
import { ExceptFields } from './except-fields';
import { GroupCombobox } from './group-combobox';
import { PeopleField } from './people-field';

/**
 * Chooses whom a broadcast goes to, with the exact number beside it. What was chosen of another kind is kept while this
 * is on the page, so that looking around loses nothing.
 */
export function AudiencePicker({
  value,
  onChange,
  errors,
  category,
  severity,
}: {
  value: Audience;
  onChange: (audience: Audience) => void;
  /** The refusals of the whole form; those of `audience` are shown here. */
  errors: RequestProblem['errors'];
  category: string;
  severity: Severity;
}) {
  const id = useId();
  // What belongs to no kind that is chosen now; the kind that is, and whoever is excluded, is the form's.
  const [kept, setKept] = useState(() => choiceOf(value));
  const choice: Choice = { ...kept, ...onlyChosen(value) };
  const { except } = choice;
  const names = useAudienceNames([...choice.groups, ...except.groups], [...choice.people, ...except.people]);
  const groupNames = withDeleted(names);
  const lacks = missing(choice);
  const { again, ...view } = useAudience(lacks === null ? { audience: value, category, severity } : null);
  const change = (part: Partial<Choice>) => {
    const next = { ...choice, ...part };
    setKept(next);
    onChange(audienceOf(next));
  };
  const whole = errors.filter(({ path }) => path === 'audience' || path === 'audience.kind');

  return (
    <fieldset className="space-y-3" aria-describedby={whole.length > 0 ? `${id}error` : undefined}>
      <legend className="mb-1.5 text-sm font-medium">Audience</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {KINDS.map(({ kind, label }) => (
          <label key={kind} className="flex min-h-9 items-center gap-2 text-sm pointer-coarse:min-h-11">
            <input
              type="radio"
              name="audience"
              value={kind}
              checked={choice.kind === kind}
              onChange={() => change({ kind })}
              className="size-4 accent-accent"
            />
            {label}
          </label>
        ))}
      </div>
      {whole.length > 0 && (
        <p id={`${id}error`} className="text-sm text-critical">
          {whole.map(({ message }) => message).join(' ')}
        </p>
      )}
      <DeletedGroups audience={value} deleted={names.deleted} />
      {choice.kind === 'role' && (
        <Select
          name="audience.role"
          label="Role"
          errors={errors}
          value={choice.role}
          onChange={(event) => {
            const found = ROLE_CHOICES.find(({ role }) => role === event.target.value);
            if (found) change({ role: found.role });
          }}
        >
          {ROLE_CHOICES.map(({ role, label }) => (
            <option key={role} value={role}>
              {label}
            </option>
          ))}
        </Select>
      )}
      {choice.kind === 'groups' && (
        <GroupCombobox
          name="audience.groups"
          label="Groups"
          chosen={choice.groups}
          names={groupNames}
          errors={errors}
          onAdd={(group) => {
            names.learn({ groups: [{ ...group, called: group.id }] });
            change({ groups: withAdded(choice.groups, [group.id], MOST.groups) });
          }}
          onRemove={(gone) => change({ groups: choice.groups.filter((one) => one !== gone) })}
        />
      )}
      {choice.kind === 'people' && (
        <PeopleField
          name="audience.people"
          label="People"
          chosen={choice.people}
          names={names.people}
          errors={errors}
          onAdd={(found) => {
            names.learn({ people: found });
            const ids = found.map((person) => person.id);
            change({ people: withAdded(choice.people, ids, MOST.people) });
          }}
          onRemove={(gone) => change({ people: choice.people.filter((one) => one !== gone) })}
        />
      )}
      <ExceptFields
        except={except}
        names={{ ...names, groups: groupNames }}
        errors={errors}
        onChange={(part) => change({ except: { ...except, ...part } })}
      />
      <AudienceLine view={view} missing={lacks} severity={severity} onAgain={again} />
    </fieldset>
  );
}

const KINDS: readonly { kind: Kind; label: string }[] = [
  { kind: 'everyone', label: 'Everyone' },
  { kind: 'role', label: 'Role' },
  { kind: 'groups', label: 'Groups' },
  { kind: 'people', label: 'People by name' },
];

/** A deleted group among the chosen ones is called by its name, and said to be deleted. */
function withDeleted(names: { groups: ReadonlyMap<string, string>; deleted: ReadonlyMap<string, string> }) {
  const deleted = [...names.deleted].map(([id, name]) => [id, `${name} (deleted)`] as const);
  return new Map([...names.groups, ...deleted]);
}

/** The parts of a choice that an audience says something about. */
function onlyChosen(audience: Audience): Partial<Choice> {
  const { kind, role, groups, people, except } = choiceOf(audience);
  if (kind === 'role') return { kind, role, except };
  if (kind === 'groups') return { kind, groups, except };
  if (kind === 'people') return { kind, people, except };
  return { kind, except };
}
