import Link from 'next/link';
import { ROLES } from '@/lib/inbox/audience';
import { Button } from '../button';
import { buttonClass } from '../button-class';
import { Select, TextField } from '../field';
import { ROLE_WORDS } from './role-words';

/** What the address asks for, as it was typed; empty where nothing is. */
export type PeopleAsked = Readonly<Record<'q' | 'role' | 'state', string>>;

/** The field that is searched in, which takes the focus when a row with the focus has gone. */
export const SEARCH_ID = 'field-q';

/** A plain form: what is looked for stands in the address, can be kept and sent, and works without any script. */
export function PeopleFilters({ asked }: { asked: PeopleAsked }) {
  return (
    <search>
      <form
        method="get"
        action="/admin/people"
        aria-label="People"
        className="flex flex-wrap items-end gap-3"
      >
        <div className="min-w-0 flex-1 basis-56">
          <TextField
            name="q"
            label="Name or e-mail address"
            type="search"
            defaultValue={asked.q}
            maxLength={254}
          />
        </div>
        <div className="flex-1 basis-36 sm:flex-none">
          <Select name="role" label="Role" defaultValue={asked.role}>
            <option value="">Every role</option>
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {ROLE_WORDS[role]}
              </option>
            ))}
          </Select>
        </div>
        <div className="flex-1 basis-36 sm:flex-none">
          <Select name="state" label="State" defaultValue={asked.state}>
            <option value="">Every state</option>
            <option value="active">Active</option>
            <option value="disabled">Disabled</option>
          </Select>
        </div>
        <div className="flex gap-3 pb-0.5">
          <Button type="submit">Show people</Button>
          {isFiltered(asked) && (
            <Link href="/admin/people" prefetch={false} className={buttonClass('quiet')}>
              Show all
            </Link>
          )}
        </div>
      </form>
    </search>
  );
}

export function isFiltered(asked: PeopleAsked): boolean {
  return Object.values(asked).some((value) => value !== '');
}
