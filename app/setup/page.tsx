import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Door } from '@/components/accounts/door';
import { SetupForm } from '@/components/accounts/setup-form';
import { isUnclaimed } from '@/lib/server/sessions/create-first-administrator';

// The address carries the one-time token: it is not told to anybody this page links to.
export const metadata: Metadata = { title: 'Set up · Belfry', referrer: 'no-referrer' };

/** Makes the first administrator. Gone once there is somebody; the token is judged when the form is sent. */
export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { token } = await searchParams;
  if (typeof token !== 'string' || !(await isUnclaimed())) notFound();
  return (
    <Door title="Make the first administrator">
      <SetupForm token={token} />
    </Door>
  );
}
