import type { Notification, RemovedFor, Severity } from '@/lib/inbox/notification';

const WORDS: Readonly<Record<Severity, string | null>> = {
  info: null,
  success: null,
  warning: 'Warning',
  critical: 'Critical',
};

/** The word that stands for a severity, from warning upwards; null below. */
export function severityWord(severity: Severity): string | null {
  return WORDS[severity];
}

/** What a screen reader hears before a row's title: "Unread. Warning. " */
export function rowPrefix(row: Pick<Notification, 'readAt' | 'severity'>): string {
  const word = severityWord(row.severity);
  return `${row.readAt === null ? 'Unread. ' : ''}${word === null ? '' : `${word}. `}`;
}

/** A category as people read it: `deploys` → "Deploys", `on-call` → "On call". */
export function categoryText(category: string): string {
  const words = category.replaceAll(/[-_]+/g, ' ').trim();
  return words === '' ? '' : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The host of an address on another site; null for a path on this one. */
export function hostOf(link: string): string | null {
  if (link.startsWith('/')) return null;
  return URL.canParse(link) ? new URL(link).host : null;
}

/** What a link is called: by its sender's words, else by what it does. */
export function linkText(label: string | null): string {
  return label ?? 'Open';
}

/** What stands where a row stood that is gone. */
export function goneText(reason: RemovedFor): string {
  return reason === 'recalled' ? 'This notification was recalled.' : 'This notification has expired.';
}

/** How the mark of a test is drawn: a sender's own copy, which is counted nowhere. */
export const TEST_MARK = 'rounded border border-control px-1.5 font-medium text-text';
