import Link from 'next/link';
import { BackLink } from '@/components/back-link';
import { buttonClass } from '@/components/button-class';
import { AddPerson } from '@/components/groups/add-person';
import { GroupSettings } from '@/components/groups/group-settings';
import { MEMBERS_HEADING, peopleText } from '@/components/groups/group-words';
import { ImportList } from '@/components/groups/import-list';
import { MemberList } from '@/components/groups/member-list';
import { SearchForm } from '@/components/groups/search-form';
import { PageTitle } from '@/components/page-title';
import { getGroup } from '@/lib/server/groups/get-group';
import { listMembers } from '@/lib/server/groups/list-members';
import { orNotFound, signedIn } from '../../../signed-in';
import { type Asked, asked, nextPath } from '../asked';

/** One group: who is in it, and everything that can be done with it. */
export default async function GroupPage({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>;
  searchParams: Promise<Asked>;
}) {
  const { id } = await params;
  const viewer = await signedIn(`/admin/groups/${encodeURIComponent(id)}`);
  const { q, before } = asked(await searchParams);
  const group = await orNotFound(getGroup(viewer, id));
  const { members, next } = await orNotFound(listMembers(viewer, group.id, { q, before }));
  const path = `/admin/groups/${group.id}`;
  return (
    <div className="max-w-3xl space-y-8 max-sm:px-4">
      <PageTitle page={group.name} />
      <div>
        <BackLink href="/admin/groups">Groups</BackLink>
        <div className="flex flex-wrap items-start justify-between gap-3">
          <h1 dir="auto" className="text-xl font-semibold tracking-tight wrap-anywhere">
            {group.name}
          </h1>
          <a href={`/api/groups/${group.id}/members.csv`} download className={buttonClass('plain')}>
            Export members
          </a>
        </div>
        <p className="mt-1 text-sm text-muted">
          {peopleText(group.people)} · <code className="font-mono">{group.key}</code>
        </p>
      </div>
      <section aria-labelledby={MEMBERS_HEADING} className="space-y-4">
        <h2 id={MEMBERS_HEADING} tabIndex={-1} className="text-lg font-semibold">
          Members
        </h2>
        {(members.length > 0 || q !== null) && (
          <SearchForm action={path} label="Name or e-mail address" q={q} />
        )}
        {members.length > 0 ? (
          <MemberList groupId={group.id} members={members} />
        ) : (
          <p className="rounded-xl border border-line px-6 py-10 text-center text-muted">
            {q === null ? 'Nobody is in this group yet.' : <>Nobody in it matches “{<bdi>{q}</bdi>}”.</>}
          </p>
        )}
        {next !== null && (
          <p className="text-center">
            <Link href={nextPath(path, q, next)} prefetch={false} className={buttonClass('plain')}>
              Further members
            </Link>
          </p>
        )}
      </section>
      <section aria-labelledby="adding" className="space-y-4">
        <h2 id="adding" className="text-lg font-semibold">
          Add people
        </h2>
        <p className="max-w-prose text-sm text-muted">
          Whoever joins gets what is sent to the group from now on, and nothing that was sent before.
        </p>
        <AddPerson groupId={group.id} />
        <ImportList groupId={group.id} />
      </section>
      <GroupSettings group={group} />
    </div>
  );
}
