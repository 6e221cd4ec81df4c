'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '../button';
import { useHydrated } from '../use-hydrated';

/** Reads the page's lists anew; there is nothing to press where no script runs. */
export function RefreshButton() {
  const router = useRouter();
  const [isPending, begin] = useTransition();
  if (!useHydrated()) return null;
  return (
    <Button kind="quiet" aria-disabled={isPending} onClick={() => begin(() => router.refresh())}>
      {isPending ? 'Refreshing…' : 'Refresh the list'}
    </Button>
  );
}
