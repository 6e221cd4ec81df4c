import { parseDate } from '@internationalized/date';
import type { AuditAsked } from '@/components/audit/audit-filters';

type Parameters = Readonly<Record<string, string | string[] | undefined>>;

/** What the address asks for, as it was typed: for the form, and for the link to the next page. */
export function auditAsked(parameters: Parameters): AuditAsked {
  const one = (name: string) => {
    const value = parameters[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    actor: one('actor'),
    action: one('action'),
    object: one('object'),
    q: one('q'),
    from: one('from'),
    to: one('to'),
  };
}

/**
 * The same as the API is asked: what is empty is left out, and days become moments in the reader's zone, the last one
 * whole. A day that is none stays as it is, to be refused like every other value.
 */
export function auditSearch(asked: AuditAsked, timeZone: string): Readonly<Record<string, string>> {
  const { from, to, ...rest } = asked;
  const all = { ...rest, from: startOf(from, 0, timeZone), to: startOf(to, 1, timeZone) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value.trim() !== ''));
}

function startOf(day: string, daysLater: number, timeZone: string): string {
  if (day === '') return '';
  try {
    return parseDate(day).add({ days: daysLater }).toDate(timeZone).toISOString();
  } catch {
    // No day: whoever reads it says so.
    return day;
  }
}

/** The address of this page with these filters, from a place on. */
export function auditAddress(asked: AuditAsked, before: string): string {
  const filled = Object.entries(asked).filter(([, value]) => value !== '');
  return `/admin/audit?${new URLSearchParams([...filled, ['before', before]])}`;
}
