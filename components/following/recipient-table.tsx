import type { Recipient } from '@/lib/inbox/recipient';
import { RelativeTime } from '../time/relative-time';
import { recipientText } from './recipient-words';

// On a phone there is one column, which says all of it.
const HEAD = 'px-3 py-2 text-start font-medium max-sm:hidden';
const CELL = 'px-3 py-2 max-sm:hidden whitespace-nowrap text-muted';
const TIMES = [
  { key: 'deliveredAt', name: 'Delivered' },
  { key: 'seenAt', name: 'Seen' },
  { key: 'readAt', name: 'Read' },
  { key: 'clickedAt', name: 'Clicked' },
] as const;

/** People, how far it came with each, and when. */
export function RecipientTable({ recipients }: { recipients: readonly Recipient[] }) {
  return (
    // Scrolls sideways where it is too wide. Positioned, so that what is only for the ear scrolls with it.
    <section
      aria-label="Recipients as a table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to get in.
      tabIndex={0}
      className="relative overflow-x-auto rounded-xl border border-line"
    >
      <table className="w-full text-sm sm:min-w-[36rem]">
        <thead className="border-b border-line bg-raised text-xs text-muted">
          <tr>
            <th scope="col" className="px-3 py-2 text-start font-medium">
              Person
            </th>
            <th scope="col" className={HEAD}>
              State
            </th>
            {TIMES.map(({ key, name }) => (
              <th key={key} scope="col" className={HEAD}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {recipients.map((recipient) => (
            <tr key={recipient.id} data-recipient={recipient.state}>
              <th scope="row" className="px-3 py-2 text-start font-medium">
                <bdi dir="auto" className="block wrap-anywhere">
                  {recipient.name}
                </bdi>
                <span className="block text-xs font-normal text-muted wrap-anywhere">{recipient.email}</span>
                <span className="mt-1 block text-xs font-normal text-muted sm:hidden">
                  {recipientText(recipient.state, recipient.skipped)} <Latest recipient={recipient} />
                </span>
              </th>
              <td className="px-3 py-2 max-sm:hidden">{recipientText(recipient.state, recipient.skipped)}</td>
              {TIMES.map(({ key }) => (
                <td key={key} className={CELL}>
                  <Time iso={recipient[key]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Latest({ recipient }: { recipient: Recipient }) {
  const { clickedAt, readAt, seenAt, deliveredAt } = recipient;
  const iso = clickedAt ?? readAt ?? seenAt ?? deliveredAt;
  return iso === null ? null : <RelativeTime iso={iso} />;
}

function Time({ iso }: { iso: string | null }) {
  if (iso !== null) return <RelativeTime iso={iso} />;
  return (
    <>
      <span aria-hidden="true">–</span>
      <span className="sr-only">no</span>
    </>
  );
}
