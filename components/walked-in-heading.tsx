'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useHydrated } from './use-hydrated';

/** The heading of a part that takes another's place on a page: what was pressed is gone, so the focus comes here. */
export function WalkedInHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // False in a page load, which has a focus of its own.
  const [walkedIn] = useState(useHydrated());
  useEffect(() => {
    if (walkedIn) heading.current?.focus();
  }, [walkedIn]);
  return (
    <h1 ref={heading} tabIndex={-1} className="mb-6 text-xl font-semibold tracking-tight">
      {children}
    </h1>
  );
}
