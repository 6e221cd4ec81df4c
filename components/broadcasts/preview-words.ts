import type { Row } from '@/lib/client/inbox';
import type { Draft } from '@/lib/client/use-draft';
import { parseLink } from '@/lib/inbox/link';
import { plainText } from '@/lib/inbox/plain-text';
import { categoryText, hostOf, rowPrefix } from '../list/row-words';
import { arrive, GATHER_MS, NO_ARRIVALS, speak } from '../speech/arrivals';

export const PLACES = ['bell', 'toast', 'inbox'] as const;
export type Place = (typeof PLACES)[number];

/** A draft as the row it would be in an inbox, arrived now and not seen yet. */
export function previewRow(draft: Draft, now: number): Row {
  const { audience: _, expiresAt: __, ...content } = draft;
  return {
    ...content,
    title: draft.title.trim() === '' ? 'Title' : draft.title,
    id: 'preview',
    seq: 1,
    sortSeq: 1,
    isTest: false,
    broadcastId: null,
    createdAt: new Date(now).toISOString(),
    seenAt: null,
    readAt: null,
    archivedAt: null,
    editedAt: null,
    waiting: false,
    unsent: false,
    failed: null,
  };
}

/** What is heard of it: of a row when it is reached, of an arrival when it comes. */
export function heard(row: Row, place: Place): string {
  if (place === 'toast') return arrivalSpeech(row);
  const body = row.body === null ? '' : plainText(row.body, row.format).replaceAll(/\s*\n\s*/g, ' ');
  const link = row.url === null ? null : parseLink(row.url);
  const host = link === null ? null : hostOf(link);
  const parts = [
    `${rowPrefix(row)}${row.title}`,
    link === null ? 'button' : 'link',
    body,
    categoryText(row.category),
    host === null ? '' : `Opens in a new tab: ${host}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** The sentence of the product's own announcer for this arrival alone. */
function arrivalSpeech(row: Row): string {
  return speak(arrive(NO_ARRIVALS, [row], 0), { now: GATHER_MS, unread: 1 })?.speech.text ?? '';
}
