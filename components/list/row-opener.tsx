'use client';

import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { parseLink } from '@/lib/inbox/link';
import { hostOf } from './row-words';

// The whole row is pressed and focused through this one element: its ::after covers the row.
const COVER =
  'min-w-0 flex-1 text-start outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent';

/**
 * A row's main element. A link that is allowed is followed (in a new tab when it leaves this site); without
 * one it is a button that unfolds the text. A link that is not allowed is no link, whatever was stored.
 */
export function RowOpener({
  url,
  unfolded,
  onOpen,
  children,
  ...rest
}: {
  url: string | null;
  /** Null: there is nothing to unfold. */
  unfolded: boolean | null;
  onOpen: () => void;
  children: ReactNode;
} & Pick<ComponentProps<'a'>, 'tabIndex' | 'aria-describedby'>) {
  const link = url === null ? null : parseLink(url);
  const shared = { ...rest, 'data-row-open': '', className: COVER, onClick: onOpen };
  if (link === null) {
    return (
      <button type="button" {...shared} aria-expanded={unfolded ?? undefined}>
        {children}
      </button>
    );
  }
  // A middle click opens it as well, and is no click.
  const onAuxClick = (event: { button: number }) => {
    if (event.button === 1) onOpen();
  };
  if (hostOf(link) === null) {
    return (
      <Link href={link} prefetch={false} {...shared} onAuxClick={onAuxClick}>
        {children}
      </Link>
    );
  }
  return (
    <a href={link} target="_blank" rel="noopener noreferrer" {...shared} onAuxClick={onAuxClick}>
      {children}
    </a>
  );
}
