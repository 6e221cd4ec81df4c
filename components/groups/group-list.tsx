import Link from 'next/link';
import type { Group } from '@/lib/inbox/group';
import { RelativeTime } from '../time/relative-time';
import { peopleText } from './group-words';

/** Groups in the order of their names. */
export function GroupList({ groups }: { groups: readonly Group[] }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
    <ul role="list" aria-label="Groups" className="divide-y divide-line rounded-xl border border-line">
      {groups.map(({ id, key, name, people, createdAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
          <div className="min-w-0 flex-1 basis-56">
            <Link
              href={`/admin/groups/${id}`}
              prefetch={false}
              dir="auto"
              className="inline-block font-medium wrap-anywhere text-accent hover:underline pointer-coarse:py-3"
            >
              {name}
            </Link>
            <p className="text-xs text-muted">
              <code className="font-mono">{key}</code> · made <RelativeTime iso={createdAt} long />
            </p>
          </div>
          <p className="text-sm tabular-nums">{peopleText(people)}</p>
        </li>
      ))}
    </ul>
  );
}
