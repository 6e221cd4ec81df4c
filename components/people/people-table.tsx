import type { PersonShown } from '@/lib/client/people';
import { Button } from '../button';
import { RelativeTime } from '../time/relative-time';
import { ROLE_WORDS } from './role-words';

// On a phone there is one column, which says all of it, and the button.
const HEAD = 'px-3 py-2 text-start font-medium max-sm:hidden';
const CELL = 'px-3 py-3 max-sm:hidden';

/** People, newest first, each with what can be done. */
export function PeopleTable({
  people,
  viewerId,
  onManage,
}: {
  people: readonly PersonShown[];
  viewerId: string;
  onManage: (person: PersonShown) => void;
}) {
  return (
    // Positioned, so that what is only for the ear scrolls with it and does not widen the page.
    <div className="relative overflow-x-auto rounded-xl border border-line">
      <table className="w-full text-sm sm:min-w-[44rem]">
        <thead className="border-b border-line bg-raised text-xs text-muted">
          <tr>
            <th scope="col" className="px-3 py-2 text-start font-medium">
              Person
            </th>
            {['Role', 'State', 'Signed in', 'Joined'].map((name) => (
              <th key={name} scope="col" className={HEAD}>
                {name}
              </th>
            ))}
            <th scope="col" className="px-3 py-2 text-end font-medium">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {people.map((person) => (
            <PersonLine
              key={person.id}
              person={person}
              isSelf={person.id === viewerId}
              onManage={() => onManage(person)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PersonLine({
  person,
  isSelf,
  onManage,
}: {
  person: PersonShown;
  isSelf: boolean;
  onManage: () => void;
}) {
  const { id, name, email, role, disabledAt, createdAt } = person;
  const state = disabledAt === null ? 'Active' : 'Disabled';
  return (
    <tr data-person={id} data-state={disabledAt === null ? 'active' : 'disabled'} className="hover:bg-raised">
      <th scope="row" className="px-3 py-3 text-start font-medium sm:max-w-72">
        <span dir="auto" className="block wrap-anywhere">
          {name}
        </span>
        <span className="block text-xs font-normal text-muted wrap-anywhere">
          {email}
          {isSelf && ' · you'}
        </span>
        <span className="mt-1 flex flex-wrap gap-x-2 text-xs font-normal text-muted sm:hidden">
          <span>{ROLE_WORDS[role]}</span>
          <span>{state}</span>
          <SignedIn person={person} />
        </span>
      </th>
      <td className={CELL}>{ROLE_WORDS[role]}</td>
      <td className={disabledAt === null ? CELL : `${CELL} font-medium text-critical`}>{state}</td>
      <td className={`${CELL} text-muted`}>
        <SignedIn person={person} />
      </td>
      <td className={`${CELL} whitespace-nowrap text-muted`}>
        <RelativeTime iso={createdAt} />
      </td>
      <td className="px-3 py-2 text-end">
        <Button aria-label={`Manage ${name}`} aria-haspopup="dialog" onClick={onManage}>
          Manage
        </Button>
      </td>
    </tr>
  );
}

function SignedIn({ person: { sessions, lastUsedAt } }: { person: PersonShown }) {
  if (lastUsedAt === null) return <span>Not signed in</span>;
  return (
    <span>
      {sessions === 0 ? 'Not signed in' : sessions === 1 ? 'In 1 place' : `In ${sessions} places`}, last used{' '}
      <RelativeTime iso={lastUsedAt} long />
    </span>
  );
}
