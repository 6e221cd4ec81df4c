import type { Row } from '@/lib/client/inbox';
import type { Reading } from '@/lib/inbox/time';
import { dayHeading, dayKey } from '../time/time-words';

export type DaySection = Readonly<{ key: string; heading: string; rows: readonly Row[] }>;

/**
 * A feed, newest first, cut into the days of the viewer's zone. A day that comes up again starts another
 * section: the order is the feed's. Keys outlive arrivals, so a focused row keeps its element.
 */
export function daySections(rows: readonly Row[], reading: Reading): readonly DaySection[] {
  const sections: { key: string; day: string; heading: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const day = dayKey(row.createdAt, reading);
    const last = sections.at(-1);
    if (last?.day === day) {
      last.rows.push(row);
      continue;
    }
    const earlier = sections.filter((section) => section.day === day).length;
    sections.push({
      key: `${day}.${earlier}`,
      day,
      heading: dayHeading(row.createdAt, reading),
      rows: [row],
    });
  }
  return sections;
}
