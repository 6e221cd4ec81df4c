import type { Severity } from './notification';

/** Above this many people their number is typed before it is sent. */
export const TYPED_ABOVE = 100;

/**
 * Whether the number of people is typed before it is sent: of many, and of anything critical, however few, because that
 * reaches also those who have switched its category off.
 */
export function needsTyping({ count, severity }: { count: number; severity: Severity }): boolean {
  return count > TYPED_ABOVE || severity === 'critical';
}

/** What is said about the severity before it is sent; null of what is usual. */
export function severityText(severity: Severity): string | null {
  if (severity === 'info') return null;
  if (severity !== 'critical') return `Severity: ${severity}.`;
  return 'Severity: critical. It goes also to people who turned its category off.';
}
