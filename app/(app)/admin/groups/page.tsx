import Link from 'next/link';
import { buttonClass } from '@/components/button-class';
import { GroupList } from '@/components/groups/group-list';
import { NewGroup } from '@/components/groups/new-group';
import { SearchForm } from '@/components/groups/search-form';
import { PageTitle } from '@/components/page-title';
import { listGroupsToManage } from '@/lib/server/groups/list-groups';
import { orNotFound, signedIn } from '../../signed-in';
import { type Asked, asked, nextPath } from './asked';

/** Groups of people that broadcasts can be sent to. */
export default async function GroupsPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const viewer = await signedIn('/admin/groups');
  const { q, before } = asked(await searchParams);
  const { groups, next } = await orNotFound(listGroupsToManage(viewer, { q, before }));
  return (
    <div className="max-w-3xl space-y-6 max-sm:px-4">
      <PageTitle page="Groups" />
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Groups</h1>
        <p className="mt-1 max-w-prose text-sm text-muted">
          A broadcast to a group reaches whoever is in it when it is sent.
        </p>
      </div>
      <NewGroup />
      {(groups.length > 0 || q !== null) && <SearchForm action="/admin/groups" label="Name or key" q={q} />}
      {groups.length > 0 ? (
        <GroupList groups={groups} />
      ) : (
        <p className="rounded-xl border border-line px-6 py-10 text-center text-muted">
          {q === null ? 'No groups yet.' : <>No groups match “{<bdi>{q}</bdi>}”.</>}
        </p>
      )}
      {next !== null && (
        <p className="text-center">
          <Link href={nextPath('/admin/groups', q, next)} prefetch={false} className={buttonClass('plain')}>
            Further groups
          </Link>
        </p>
      )}
    </div>
  );
}
