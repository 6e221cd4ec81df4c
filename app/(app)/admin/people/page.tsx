import Link from 'next/link';
import { notFound } from 'next/navigation';
import type { ZodType } from 'zod';
import { buttonClass } from '@/components/button-class';
import { PageTitle } from '@/components/page-title';
import { isFiltered, PeopleFilters } from '@/components/people/people-filters';
import { PeopleView } from '@/components/people/people-view';
import { invitationsQuery, listInvitations } from '@/lib/server/people/list-invitations';
import { listPeople, peopleQuery } from '@/lib/server/people/list-people';
import { orNotFound, signedIn } from '../../signed-in';

type Search = Record<string, string | string[] | undefined>;

/** Who is here, what each may do, and who is invited. */
export default async function PeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await signedIn('/admin/people');
  const search = await searchParams;
  const asked = { q: textOf(search.q), role: textOf(search.role), state: textOf(search.state) };
  const page = await orNotFound(
    listPeople(viewer, parsed(peopleQuery, { ...asked, before: textOf(search.before) })),
  );
  const links = await orNotFound(
    listInvitations(viewer, parsed(invitationsQuery, { before: textOf(search.links) })),
  );
  return (
    <div className="max-sm:px-4">
      <PageTitle page="People" />
      <h1 className="text-xl font-semibold tracking-tight">People</h1>
      <p className="mt-1 mb-6 max-w-prose text-sm text-muted">
        Who may sign in, and as what. Somebody new comes in by a link that works once.
      </p>
      <PeopleView
        viewerId={viewer.id}
        people={page.people}
        invitations={links.invitations}
        filters={<PeopleFilters asked={asked} />}
        nobody={<Nobody filtered={isFiltered(asked)} />}
        older={page.next && <Older href={addressOf({ ...asked, before: page.next })}>Older people</Older>}
        olderLinks={links.next && <Older href={addressOf({ links: links.next })}>Older links</Older>}
      />
    </div>
  );
}

function Nobody({ filtered }: { filtered: boolean }) {
  return (
    <p className="rounded-xl border border-line px-6 py-14 text-center text-muted">
      {filtered ? 'Nobody is found. ' : 'There is nobody on this page. '}
      <Link
        href="/admin/people"
        prefetch={false}
        className="font-medium text-accent underline underline-offset-2"
      >
        Show all
      </Link>
    </p>
  );
}

function Older({ href, children }: { href: string; children: string }) {
  return (
    <p className="text-center">
      <Link href={href} prefetch={false} className={buttonClass('plain')}>
        {children}
      </Link>
    </p>
  );
}

/** An address that somebody made up is no place here. */
function parsed<T>(query: ZodType<T>, asked: Readonly<Record<string, string>>): T {
  const found = query.safeParse(given(asked));
  return found.success ? found.data : notFound();
}

function addressOf(asked: Readonly<Record<string, string>>): string {
  return `/admin/people?${new URLSearchParams(given(asked))}`;
}

function given(asked: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
}

function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
