'use client';

import { Door } from '@/components/accounts/door';
import { Button } from '@/components/button';
import './globals.css';

/** The last resort, when even the frame of every page failed: it brings its own. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Belfry</title>
        <Door title="This page couldn't be shown">
          <p className="mb-6 text-muted">The fault is ours and was written down.</p>
          <Button kind="primary" onClick={reset}>
            Try again
          </Button>
        </Door>
      </body>
    </html>
  );
}
