'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { removeMembers } from '@/lib/client/groups';
import type { GroupMember } from '@/lib/inbox/group';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { useAnnounce } from '../speech/announcer';
import { RelativeTime } from '../time/relative-time';
import { MEMBERS_HEADING, peopleText } from './group-words';

/** One page of the members; those that are ticked can be taken out together. */
export function MemberList({ groupId, members }: { groupId: string; members: readonly GroupMember[] }) {
  const router = useRouter();
  const announce = useAnnounce();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [isAsking, setIsAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [removals, setRemovals] = useState(0);
  // Once the question has closed: it gives focus back to a button that is off now. The list may be empty by then.
  useEffect(() => {
    if (removals > 0) document.getElementById(MEMBERS_HEADING)?.focus();
  }, [removals]);
  // Somebody else may have taken out whom this page shows ticked.
  const chosen = members.filter(({ id }) => ticked.has(id));

  const tick = (id: string, on: boolean) => {
    const rest = [...ticked].filter((other) => other !== id);
    setTicked(new Set(on ? [...rest, id] : rest));
  };
  const remove = async () => {
    const answer = await removeMembers(
      groupId,
      chosen.map(({ id }) => id),
    );
    if (!answer.ok) return setProblem(answer.problem.detail);
    const { removed } = answer.value;
    announce(removed === 1 ? '1 person was removed.' : `${peopleText(removed)} were removed.`);
    setTicked(new Set());
    setIsAsking(false);
    setRemovals(removals + 1);
    router.refresh();
  };

  return (
    <div className="space-y-3">
      <ul
        // biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets.
        role="list"
        aria-label="Members"
        className="divide-y divide-line rounded-xl border border-line"
      >
        {members.map((member) => (
          <li key={member.id}>
            <label className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-raised">
              <input
                type="checkbox"
                checked={ticked.has(member.id)}
                onChange={(event) => tick(member.id, event.target.checked)}
                className="size-4 accent-accent"
              />
              <span className="min-w-0 flex-1 basis-48">
                <bdi className="block font-medium wrap-anywhere">{member.name}</bdi>
                <span className="block text-xs wrap-anywhere text-muted">{member.email}</span>
              </span>
              {member.disabled && <span className="text-xs text-muted">Disabled</span>}
              <span className="text-xs text-muted">
                since <RelativeTime iso={member.since} long />
              </span>
            </label>
          </li>
        ))}
      </ul>
      <Button
        kind="danger"
        disabled={chosen.length === 0}
        onClick={() => {
          setProblem(null);
          setIsAsking(true);
        }}
      >
        {chosen.length === 0 ? 'Remove people' : `Remove ${peopleText(chosen.length)}`}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={`Remove ${peopleText(chosen.length)} from this group?`}
          confirm={`Remove ${peopleText(chosen.length)}`}
          kind="danger"
          problem={problem}
          onConfirm={remove}
          onCancel={() => setIsAsking(false)}
        >
          <p>
            What was delivered stays. What was sent to the group and has not reached them does not come any
            more.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}
