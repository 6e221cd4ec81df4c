'use client';

import { Door } from '@/components/accounts/door';
import { Button } from '@/components/button';

/** What failed outside of the signed-in pages. */
export default function OuterError({ reset }: { error: Error; reset: () => void }) {
  return (
    <Door title="This page couldn't be shown">
      <p className="mb-6 text-muted">The fault is ours and was written down.</p>
      <Button kind="primary" onClick={reset}>
        Try again
      </Button>
    </Door>
  );
}
