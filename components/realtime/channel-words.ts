import type { EmbeddedFigures } from '@/lib/client/figures-poll';

/** What a channel is for people; null: its own name says all that is known. */
export function channelText({ name, whose }: EmbeddedFigures['busiest'][number]): string | null {
  if (whose !== null) return `Inbox of ${whose}`;
  if (name.startsWith('private-user-')) return 'Inbox of somebody unknown';
  if (name.startsWith('private-broadcast-')) return 'Figures of a broadcast';
  if (name === 'private-broadcasts') return 'Everybody signed in';
  return null;
}
