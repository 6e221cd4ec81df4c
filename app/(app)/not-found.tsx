import Link from 'next/link';
import { buttonClass } from '@/components/button-class';

/** Absent, or not this person's: which of the two is not said. */
export default function NotFoundPage() {
  return (
    <div className="mx-auto max-w-md px-4 py-16 text-center">
      <title>Not found · Belfry</title>
      <h1 className="mb-2 text-xl font-semibold tracking-tight">There is nothing here</h1>
      <p className="mb-6 text-muted">The address may be mistyped, or what was here is gone.</p>
      <Link href="/inbox" prefetch={false} className={buttonClass('primary')}>
        Go to the inbox
      </Link>
    </div>
  );
}
