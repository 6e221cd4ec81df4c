'use client';

import { BellIcon } from 'lucide-react';
import type { Counts } from '@/lib/inbox/stream';
import { Badge } from './badge';
import { bellLabel } from './bell-words';

export const TRAY_ID = 'tray';

/** Opens the tray: by the platform, so also before hydration and without JavaScript. */
export function Bell({ counts, open, live }: { counts: Counts; open: boolean; live: boolean }) {
  return (
    <button
      id="bell"
      data-live={live}
      type="button"
      popoverTarget={TRAY_ID}
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-controls={TRAY_ID}
      aria-label={bellLabel(counts)}
      className="relative grid size-11 place-items-center rounded-full text-muted max-sm:-outline-offset-2 hover:bg-raised hover:text-text aria-expanded:bg-raised aria-expanded:text-text motion-safe:transition-colors"
    >
      <BellIcon aria-hidden="true" className="size-5" />
      <Badge counts={counts} />
    </button>
  );
}
