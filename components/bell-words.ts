import type { Counts } from '@/lib/inbox/stream';

/** What the bell is called: number unread, and what of it is new. Exact up to 99. */
export function bellLabel({ unread, unseen }: Counts): string {
  const parts = ['Notifications'];
  if (unread > 0) parts.push(`${spoken(unread)} unread`);
  if (unseen > 0) parts.push(`${spoken(unseen)} new`);
  return parts.join(', ');
}

/** The number on the badge, or null when there is nothing to show. */
export function badgeText(unread: number): string | null {
  if (unread <= 0) return null;
  return unread > 99 ? '99+' : String(unread);
}

/** The document's title: `(3) Inbox · Belfry`. */
export function titleText(page: string, unread: number): string {
  const badge = badgeText(unread);
  return `${badge === null ? '' : `(${badge}) `}${page} · Belfry`;
}

/** "No unread", "1 unread", "1,284 unread": the exact number beside a heading. */
export function unreadText(unread: number): string {
  return unread === 0 ? 'No unread' : `${number(unread)} unread`;
}

/** "1 person", "1,284 people". */
export function people(count: number): string {
  return `${number(count)} ${count === 1 ? 'person' : 'people'}`;
}

/** "1,284", the same from Node and from every browser. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The pill over a list that is held still. */
export function pillText(count: number): string {
  return count === 1 ? '1 new notification' : `${number(count)} new notifications`;
}

/** Older rows that were asked for and have come. */
export function olderText(count: number): string {
  return count === 1 ? '1 older notification' : `${number(count)} older notifications`;
}

function spoken(count: number): string {
  return count > 99 ? 'more than 99' : String(count);
}
