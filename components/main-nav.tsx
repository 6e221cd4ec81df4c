'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type RefObject, useEffect, useRef } from 'react';
import type { Role } from '@/lib/inbox/audience';

const PLACES: readonly { href: string; name: string; roles: readonly Role[] }[] = [
  { href: '/inbox', name: 'Inbox', roles: ['member', 'sender', 'admin'] },
  { href: '/admin/broadcasts', name: 'Broadcasts', roles: ['sender', 'admin'] },
  { href: '/admin/people', name: 'People', roles: ['admin'] },
  { href: '/admin/groups', name: 'Groups', roles: ['admin'] },
  { href: '/admin/keys', name: 'API keys', roles: ['admin'] },
  { href: '/admin/audit', name: 'Audit log', roles: ['admin'] },
  { href: '/admin/realtime', name: 'Realtime', roles: ['admin'] },
];

/** Where this person may go. What is hidden here is also refused by the pages themselves. */
export function MainNav({ role }: { role: Role }) {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  useCurrentInSight(nav, path);
  return (
    <nav ref={nav} aria-label="Main" className="flex gap-1 overflow-x-auto max-sm:px-1">
      {PLACES.filter((place) => place.roles.includes(role)).map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={path === href ? 'page' : path.startsWith(`${href}/`) ? 'true' : undefined}
          className="inline-flex min-h-9 items-center rounded-md px-3 max-[22.5rem]:px-2 text-sm font-medium whitespace-nowrap text-muted -outline-offset-2 hover:bg-raised hover:text-text aria-[current]:bg-raised aria-[current]:text-text pointer-coarse:min-h-11"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

/** Enough of the next place to see that there is more. */
const MARGIN_PX = 24;

/** On a narrow screen the places are a strip that scrolls: where somebody is stands in it, and stays when the screen turns narrow. */
function useCurrentInSight(nav: RefObject<HTMLElement | null>, path: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another place, which React has marked by now.
  useEffect(() => {
    const strip = nav.current;
    if (strip === null) return;
    const watch = new ResizeObserver(() => {
      const current = strip.querySelector('[aria-current]');
      // Not `scrollIntoView`: that would move the page as well.
      if (current)
        strip.scrollLeft += scrollNeeded(strip.getBoundingClientRect(), current.getBoundingClientRect());
    });
    // Called back at once, too, and then whenever its width is another.
    watch.observe(strip);
    return () => watch.disconnect();
  }, [nav, path]);
}

type Edges = Readonly<{ left: number; right: number }>;

/** How far a strip has to be scrolled for a part of it to be in sight; both as they stand on the screen, in either direction of writing. */
export function scrollNeeded(strip: Edges, part: Edges): number {
  if (part.left < strip.left + MARGIN_PX) return part.left - strip.left - MARGIN_PX;
  return Math.max(0, part.right + MARGIN_PX - strip.right);
}
