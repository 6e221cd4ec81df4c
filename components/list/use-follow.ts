'use client';

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { hostOf } from './row-words';

/** Goes where a checked link leads: on this site here, elsewhere in a tab that knows nothing of this one. */
export function useFollow(): (link: string) => void {
  const router = useRouter();
  return useCallback(
    (link: string) => {
      if (hostOf(link) === null) router.push(link);
      else window.open(link, '_blank', 'noopener,noreferrer');
    },
    [router],
  );
}
