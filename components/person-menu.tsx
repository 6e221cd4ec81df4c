'use client';

import { BellRingIcon, LogOutIcon } from 'lucide-react';
import Link from 'next/link';
import { type FocusEvent, useRef, useState } from 'react';
import { useInbox, useInboxActions } from '@/lib/client/inbox-provider';
import { signOut } from '@/lib/client/session';
import type { Role } from '@/lib/inbox/audience';
import { leftBehindText } from './connection/unsent-words';
import { ROLE_WORDS } from './people/role-words';

/** Changes that are not sent by then wait for the next signing in. */
const SENDING_MAX_MS = 3_000;

/** Who is signed in, and the way out. */
export function PersonMenu({ person }: { person: { name: string; email: string; role: Role } }) {
  const [state, setState] = useState<'idle' | 'leaving' | 'failed'>('idle');
  /** How many changes would be left behind; asked about once. */
  const [unsent, setUnsent] = useState(0);
  const menu = useRef<HTMLDivElement>(null);
  const snapshot = useInbox();
  const { signedOut, allSent } = useInboxActions();
  const onBlur = (event: FocusEvent) => {
    const to = event.relatedTarget;
    // Tab past the end. A press outside closes by itself, and the button toggles by itself.
    if (!(to instanceof HTMLElement) || menu.current?.contains(to) || to.id === 'account') return;
    menu.current?.hidePopover();
  };
  const leave = async () => {
    setState('leaving');
    if (unsent === 0) {
      const waiting = await allSent(SENDING_MAX_MS);
      setUnsent(waiting);
      if (waiting > 0) return setState('idle');
    }
    // A whole page load: nothing of the ended session stays in memory.
    if (!(await signOut())) return setState('failed');
    signedOut();
    location.assign('/sign-in');
  };
  // Whoever looks at the page now may be somebody else.
  if (snapshot.status === 'signed-out') return null;
  return (
    <>
      <button
        type="button"
        id="account"
        popoverTarget="person"
        data-under-sheet=""
        aria-label={`Account of ${person.name}`}
        className="grid size-11 place-items-center rounded-full max-sm:-outline-offset-2"
      >
        <span
          aria-hidden="true"
          className="grid size-8 place-items-center rounded-full bg-accent text-xs font-semibold text-on-accent"
        >
          {initials(person.name)}
        </span>
      </button>
      <div
        id="person"
        ref={menu}
        onBlur={onBlur}
        popover="auto"
        role="dialog"
        aria-labelledby="person-name"
        className="fixed inset-auto end-3 top-14 w-64 max-w-[calc(100vw-1.5rem)] rounded-xl border border-line bg-bg p-2 text-text shadow-float"
      >
        <div className="border-b border-line px-2 pt-1 pb-3">
          <p id="person-name" dir="auto" className="font-semibold wrap-anywhere">
            {person.name}
          </p>
          <p className="text-sm text-muted wrap-anywhere">{person.email}</p>
          <p className="mt-1 text-xs text-muted">{ROLE_WORDS[person.role]}</p>
        </div>
        <Link
          href="/settings/notifications"
          prefetch={false}
          onClick={() => menu.current?.hidePopover()}
          className="mt-2 flex min-h-9 items-center gap-2 rounded-md px-2 text-sm font-medium hover:bg-raised pointer-coarse:min-h-11"
        >
          <BellRingIcon aria-hidden="true" className="size-4 text-muted" />
          Notification settings
        </Link>
        <button
          type="button"
          aria-disabled={state === 'leaving'}
          onClick={leave}
          className="flex min-h-9 w-full items-center gap-2 rounded-md px-2 text-sm font-medium hover:bg-raised pointer-coarse:min-h-11"
        >
          <LogOutIcon aria-hidden="true" className="size-4 text-muted" />
          {unsent > 0 ? 'Sign out anyway' : 'Sign out'}
        </button>
        {unsent > 0 && (
          <p role="alert" className="px-2 py-1 text-sm text-muted">
            {leftBehindText(unsent, snapshot.unsent.unkept)}
          </p>
        )}
        {state === 'failed' && (
          <p role="alert" className="px-2 py-1 text-sm text-critical">
            Couldn't sign out. Try again.
          </p>
        )}
      </div>
    </>
  );
}

/** One or two letters; by code points, so that no letter is cut in half. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => [...(word ?? '')][0] ?? '').join('');
}
