import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Door } from '@/components/accounts/door';
import { SignInForm } from '@/components/accounts/sign-in-form';
import { parseLink } from '@/lib/inbox/link';
import { context } from '@/lib/server/context';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '@/lib/server/demo/demo-accounts';
import { findViewer } from '@/lib/server/sessions/viewer';

export const metadata: Metadata = { title: 'Sign in · Belfry' };

/** Signing in, and back to where the person was going, as long as that is on this site. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const next = ownPath((await searchParams).callbackUrl);
  if ((await findViewer()) !== null) redirect(next);
  return (
    <Door title="Sign in">
      <SignInForm
        next={next}
        demo={context().config.demo ? { accounts: DEMO_ACCOUNTS, password: DEMO_PASSWORD } : null}
      />
    </Door>
  );
}

/** Anybody can write this parameter: only a path is followed, in its normal form. */
function ownPath(asked: string | string[] | undefined): string {
  const link = typeof asked === 'string' ? parseLink(asked) : null;
  return link?.startsWith('/') && !link.startsWith('/sign-in') ? link : '/inbox';
}
