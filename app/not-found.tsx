import type { Metadata } from 'next';
import Link from 'next/link';
import { Door } from '@/components/accounts/door';
import { buttonClass } from '@/components/button-class';

export const metadata: Metadata = { title: 'Not found · Belfry' };

export default function NotFoundPage() {
  return (
    <Door title="There is nothing here">
      <p className="mb-6 text-muted">The address may be mistyped, or what was here is gone.</p>
      <Link href="/inbox" prefetch={false} className={buttonClass('primary')}>
        Go to the inbox
      </Link>
    </Door>
  );
}
