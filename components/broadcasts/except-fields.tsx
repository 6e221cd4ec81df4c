'use client';

import { useState } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import type { AudienceNames } from '@/lib/client/sending';
import type { Exclusions } from '@/lib/inbox/audience';
import { MOST, withAdded } from './audience-choice';
import { ROLE_CHOICES } from './broadcast-words';
import { GroupCombobox } from './group-combobox';
import { PeopleField } from './people-field';

type Except = Readonly<Required<Exclusions>>;

/** Who is left out of an audience; folded while nobody is. */
export function ExceptFields({
  except,
  names,
  errors,
  onChange,
}: {
  except: Except;
  names: {
    groups: ReadonlyMap<string, string>;
    people: ReadonlyMap<string, string>;
    learn: (names: Partial<AudienceNames>) => void;
  };
  errors: RequestProblem['errors'];
  onChange: (part: Partial<Except>) => void;
}) {
  const excludes = except.roles.length + except.groups.length + except.people.length > 0;
  const refused = errors.some(({ path }) => path.startsWith('audience.except'));
  const [wasOpen, setOpen] = useState(excludes);
  return (
    <details
      open={wasOpen || refused}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-lg border border-line px-3 py-2"
    >
      <summary className="cursor-pointer text-sm font-medium pointer-coarse:py-2">Except…</summary>
      <div className="mt-3 space-y-4">
        <fieldset>
          <legend className="mb-1 text-sm font-medium">Roles to leave out</legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1">
            {ROLE_CHOICES.map(({ role, label }) => (
              <label key={role} className="flex min-h-9 items-center gap-2 text-sm pointer-coarse:min-h-11">
                <input
                  type="checkbox"
                  name="audience.except.roles"
                  value={role}
                  checked={except.roles.includes(role)}
                  onChange={(event) =>
                    onChange({
                      roles: event.target.checked
                        ? [...except.roles, role]
                        : except.roles.filter((one) => one !== role),
                    })
                  }
                  className="size-4 accent-accent"
                />
                {label}
              </label>
            ))}
          </div>
        </fieldset>
        <GroupCombobox
          name="audience.except.groups"
          label="Groups to leave out"
          chosen={except.groups}
          names={names.groups}
          errors={errors}
          onAdd={(group) => {
            names.learn({ groups: [{ ...group, called: group.id }] });
            onChange({ groups: withAdded(except.groups, [group.id], MOST.groups) });
          }}
          onRemove={(gone) => onChange({ groups: except.groups.filter((one) => one !== gone) })}
        />
        <PeopleField
          name="audience.except.people"
          label="People to leave out"
          chosen={except.people}
          names={names.people}
          errors={errors}
          onAdd={(found) => {
            names.learn({ people: found });
            const ids = found.map((person) => person.id);
            onChange({ people: withAdded(except.people, ids, MOST.people) });
          }}
          onRemove={(gone) => onChange({ people: except.people.filter((one) => one !== gone) })}
        />
      </div>
    </details>
  );
}
