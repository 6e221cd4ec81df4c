import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { buttonClass } from '@/components/button-class';
import { goneText } from '@/components/list/row-words';
import { getNotification } from '@/lib/server/inbox/get-notification';
import { idParams } from '@/lib/server/input-fields';
import { orNotFound, signedIn } from '../../../signed-in';

/** Where the address of a notification leads that is no longer there. */
export default async function GonePage({ params }: { params: Promise<{ id: string }> }) {
  const asked = idParams.safeParse(await params);
  if (!asked.success) notFound();
  const viewer = await signedIn(`/n/${asked.data.id}`);
  const found = await orNotFound(getNotification(viewer, asked.data.id));
  if (found.item !== null) redirect('/inbox');
  return (
    <div data-gone={found.state} className="mx-auto max-w-md px-4 py-16 text-center">
      <title>{found.state === 'recalled' ? 'Recalled · Belfry' : 'Expired · Belfry'}</title>
      <h1 className="mb-2 text-xl font-semibold tracking-tight">{goneText(found.state)}</h1>
      <p className="mb-6 text-muted">
        {found.state === 'recalled'
          ? 'Its sender has taken it back.'
          : 'It was meant for a time that is over.'}
      </p>
      <Link href="/inbox" prefetch={false} className={buttonClass('primary')}>
        Go to the inbox
      </Link>
    </div>
  );
}
