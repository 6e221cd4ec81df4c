import type { Metadata } from 'next';
import Link from 'next/link';
import { Door } from '@/components/accounts/door';
import { JoinForm } from '@/components/accounts/join-form';
import { buttonClass } from '@/components/button-class';
import { INVITATION_REFUSALS } from '@/lib/inbox/invitation';
import { findInvitation } from '@/lib/server/people/find-invitation';

// The address carries the one-time token: it is not told to anybody this page links to.
export const metadata: Metadata = { title: 'Invitation · Belfry', referrer: 'no-referrer' };

/** Where a one-time link leads: to a password of one's own. Opening it changes nothing; it is used when the form is sent. */
export default async function InvitationPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { token } = await searchParams;
  const text = typeof token === 'string' ? token : '';
  const link = await findInvitation(text);
  if (link.state !== 'open') {
    return (
      <Door title="This link lets nobody in">
        <p className="mb-6 text-muted">{INVITATION_REFUSALS[link.state]}</p>
        <Link href="/sign-in" prefetch={false} className={buttonClass('plain')}>
          Sign in
        </Link>
      </Door>
    );
  }
  const { kind, name, email } = link;
  return (
    <Door title={kind === 'invitation' ? 'Join Belfry' : 'Set a new password'}>
      <JoinForm token={text} kind={kind} name={name} email={email} />
    </Door>
  );
}
