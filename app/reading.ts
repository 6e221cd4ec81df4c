import { cookies } from 'next/headers';
import { parseTimeZone } from '@/components/time/time-zone';
import type { Reading } from '@/lib/inbox/time';
import { context } from '@/lib/server/context';

/** The interface speaks English; this form of it has day before month and 24 hours. */
const LOCALE = 'en-GB';

/** When and where this request's page is read: the server's moment, and the zone its browser told us last time. */
export async function findReading(): Promise<Reading> {
  const jar = await cookies();
  const zone = jar.get('tz')?.value;
  return { now: context().now(), locale: LOCALE, timeZone: parseTimeZone(zone) };
}
