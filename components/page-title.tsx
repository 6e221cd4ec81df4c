'use client';

import { useInbox } from '@/lib/client/inbox-provider';
import { titleText } from './bell-words';

/** The only owner of the title of a signed-in page: `(3) Inbox · Belfry`, live, and right in the server's HTML. */
export function PageTitle({ page }: { page: string }) {
  const { counts } = useInbox();
  return <title>{titleText(page, counts.unread)}</title>;
}
