import type { RecipientFilter, RecipientState, SkipReason } from '@/lib/inbox/recipient';
import { number, people } from '../bell-words';

/** What a list of people can be narrowed to, as it is offered. */
export const FILTER_WORDS: Readonly<Record<Exclude<RecipientFilter, 'all'>, string>> = {
  pending: 'Not reached yet',
  unseen: 'Has not seen it',
  unread: 'Has not read it',
  delivered: 'Has it',
  seen: 'Has seen it',
  read: 'Has read it',
  clicked: 'Has clicked',
  skipped: 'Skipped',
};

const STATES: Readonly<Record<RecipientState, string>> = {
  pending: 'Pending',
  delivered: 'Delivered',
  seen: 'Seen',
  read: 'Read',
  clicked: 'Clicked',
  skipped: 'Skipped',
};

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  left: 'left the audience',
  muted: 'category off',
};

/** "Read", "Skipped: category off". */
export function recipientText(state: RecipientState, skipped: SkipReason | null): string {
  return skipped === null ? STATES[state] : `${STATES[state]}: ${SKIPPED[skipped]}`;
}

/** What a page of the list is, for who listens. */
export function foundText(shown: number, more: boolean): string {
  if (shown === 0) return 'Nobody matches.';
  return more ? `The first ${people(shown)}.` : `${people(shown)}.`;
}

/** Why a list is shorter than its figure; null when it is not. */
export function unlistedText(unlisted: number | null): string | null {
  if (unlisted === null || unlisted === 0) return null;
  return `${number(unlisted)} more ${unlisted === 1 ? 'is' : 'are'} in the figures only: who had not been reached when it ended, and whose copy was removed long ago, is counted and not listed.`;
}
