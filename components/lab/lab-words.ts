import type { InboxSnapshot } from '@/lib/client/inbox';
import type { Fate } from '@/lib/client/lab/faults';
import type { Likeness } from '@/lib/client/lab/truth';

export const STATUS_TEXT: Readonly<Record<InboxSnapshot['status'], string>> = {
  live: 'Live',
  syncing: 'Syncing',
  stale: 'Paused',
  'signed-out': 'Signed out',
};

/** What becomes of the next event, and what that shows. */
export const FATE_WORDS: Readonly<Record<Fate, { name: string; help: string }>> = {
  arrive: { name: 'Arrives', help: 'As it was sent: shown at once.' },
  drop: { name: 'Is dropped', help: 'The event after it shows the gap, and the inbox asks what it missed.' },
  double: { name: 'Comes twice', help: 'The second time it is old news and changes nothing.' },
  delay: {
    name: 'Is late',
    help: 'Send another one meanwhile: that shows a gap, and the late one is old news.',
  },
};

/** How an inbox differs from the database, in words. */
export function likenessText(likeness: Likeness | null): string {
  if (likeness === null) return 'Comparing…';
  if (likeness.equal) return 'Equal to the database';
  const { missing, extra, counts } = likeness;
  const differences = [
    missing > 0 && `${rows(missing)} missing or old`,
    extra > 0 && `${rows(extra)} too many`,
    !counts && 'other counts',
  ].filter((part) => part !== false);
  return `Not equal: ${differences.join(', ')}`;
}

function rows(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
