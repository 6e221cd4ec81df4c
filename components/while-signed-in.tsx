'use client';

import { usePathname } from 'next/navigation';
import { type ReactNode, useLayoutEffect } from 'react';
import { useInbox } from '@/lib/client/inbox-provider';
import { buttonClass } from './button-class';

/**
 * A page for as long as its session lasts. Once that has ended, here or in another tab, nothing of the page is left:
 * whoever looks at it now may be somebody else.
 */
export function WhileSignedIn({ children }: { children: ReactNode }) {
  const { status } = useInbox();
  const path = usePathname();
  const isOver = status === 'signed-out';
  // What had focus has gone with the page. What has happened is read out already, so this has no name to read.
  useLayoutEffect(() => {
    if (isOver && document.activeElement === document.body) document.getElementById('main')?.focus();
  }, [isOver]);
  if (!isOver) return children;
  return (
    <div data-session="ended" className="px-4 py-16 text-center">
      <title>Signed out · Belfry</title>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">Your session has ended.</h1>
      {/* A whole page load: nothing of the ended session stays in memory. */}
      <a href={`/sign-in?callbackUrl=${encodeURIComponent(path)}`} className={buttonClass('primary')}>
        Sign in
      </a>
    </div>
  );
}
