'use client';

import { Button } from '@/components/button';

/** A page that failed; the header and the live inbox around it go on. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <div role="alert" className="mx-auto max-w-md px-4 py-16 text-center">
      <h1 className="mb-2 text-xl font-semibold tracking-tight">This page couldn't be shown</h1>
      <p className="mb-6 text-muted">The fault is ours and was written down.</p>
      <Button kind="primary" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
