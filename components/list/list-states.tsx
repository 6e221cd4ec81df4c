'use client';

import { ArchiveIcon, CircleCheckIcon, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Filter } from '@/lib/inbox/notification';
import { Button } from '../button';

/** A list without rows: what that means, in the words of its view. */
export function EmptyList({ filter }: { filter: Filter }) {
  if (filter === 'unread') {
    return (
      <Quiet icon={CircleCheckIcon} title="You're all caught up.">
        <Link href="/inbox" className="font-medium text-accent underline underline-offset-2">
          See earlier
        </Link>
      </Quiet>
    );
  }
  if (filter === 'archived') return <Quiet icon={ArchiveIcon} title="Nothing archived yet." />;
  // Not "none yet": whether there ever were any is not known here.
  return (
    <Quiet icon={CircleCheckIcon} title="Inbox zero. Nothing needs you.">
      We'll tell you here when something does.
    </Quiet>
  );
}

/** Rows to come, of the real height; only visible when loading takes long enough to be noticed. */
export function SkeletonRows() {
  return (
    <div aria-busy="true" className="motion-safe:animate-late">
      <p className="sr-only">Loading notifications</p>
      <div aria-hidden="true">
        {SKELETON.map((widths) => (
          <div key={widths} className="flex gap-3 border-b border-line px-4 py-3 last:border-b-0">
            <span className="mt-1.75 size-2 shrink-0" />
            <span className={`flex-1 space-y-2 py-1 *:block *:h-3 *:rounded *:bg-line ${widths}`}>
              <span />
              <span />
              <span />
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The list could not be loaded and there is nothing to show instead. */
export function FailedList({ onRetry }: { onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-center gap-4 px-6 py-14 text-center">
      <p>Couldn't load notifications.</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

/** What is shown is not the newest. */
export function RefreshFailed({ onRetry }: { onRetry: () => void }) {
  return (
    <p
      role="alert"
      className="flex items-center gap-2 border-b border-line bg-raised px-4 py-1 text-sm text-warning"
    >
      <span className="flex-1">Couldn't refresh.</span>
      <button
        type="button"
        onClick={onRetry}
        className="min-h-8 font-semibold text-accent underline underline-offset-2 pointer-coarse:min-h-11"
      >
        Retry
      </button>
    </p>
  );
}

const SKELETON = [
  '[&>:nth-child(1)]:w-2/3 [&>:nth-child(2)]:w-full [&>:nth-child(3)]:w-1/4',
  '[&>:nth-child(1)]:w-1/2 [&>:nth-child(2)]:w-11/12 [&>:nth-child(3)]:w-1/3',
  '[&>:nth-child(1)]:w-3/4 [&>:nth-child(2)]:w-4/5 [&>:nth-child(3)]:w-1/5',
  '[&>:nth-child(1)]:w-3/5 [&>:nth-child(2)]:w-full [&>:nth-child(3)]:w-1/4',
  '[&>:nth-child(1)]:w-2/5 [&>:nth-child(2)]:w-5/6 [&>:nth-child(3)]:w-1/3',
] as const;

function Quiet({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center px-6 py-14 text-center">
      <span className="mb-4 grid size-12 place-items-center rounded-full bg-raised text-muted">
        <Icon aria-hidden="true" className="size-6" />
      </span>
      <p className="font-semibold">{title}</p>
      {children !== undefined && <p className="mt-1 text-sm text-muted">{children}</p>}
    </div>
  );
}
