'use client';

import type { ComponentProps, ReactNode } from 'react';
import { parseLink } from '@/lib/inbox/link';
import { onPlainClick } from './plain-click';
import { hostOf } from './row-words';

// The whole row is pressed and focused through this one element: its ::after covers the row.
const COVER =
  'min-w-0 flex-1 text-start outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent';

/**
 * A row's main element. A link that is allowed is followed (in a new tab when it leaves this site); without
 * one it is a button that unfolds the text. A link that is not allowed is no link, whatever was stored. Its address is
 * the notification's own, which leads on and notes that it was followed: a plain click is spared that way round.
 */
export function RowOpener({
  id,
  url,
  unfolded,
  onOpen,
  children,
  ...rest
}: {
  id: string;
  url: string | null;
  /** Null: there is nothing to unfold. */
  unfolded: boolean | null;
  onOpen: () => void;
  children: ReactNode;
} & Pick<ComponentProps<'a'>, 'tabIndex' | 'aria-describedby'>) {
  const link = url === null ? null : parseLink(url);
  const shared = { ...rest, 'data-row-open': '', className: COVER };
  if (link === null) {
    return (
      <button type="button" {...shared} onClick={onOpen} aria-expanded={unfolded ?? undefined}>
        {children}
      </button>
    );
  }
  const elsewhere = hostOf(link) === null ? {} : ({ target: '_blank', rel: 'noopener noreferrer' } as const);
  return (
    <a href={`/n/${encodeURIComponent(id)}`} {...elsewhere} {...shared} onClick={onPlainClick(onOpen)}>
      {children}
    </a>
  );
}
