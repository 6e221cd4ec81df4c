'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
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
  return (
    <nav aria-label="Main" className="flex gap-1 overflow-x-auto max-sm:px-1">
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
