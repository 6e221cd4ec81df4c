import Link from 'next/link';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import { number } from '../bell-words';
import { RelativeTime } from '../relative-time';
import { audienceText } from './broadcast-words';
import { StateMark } from './state-mark';

const HEAD = 'px-3 py-2 font-medium';
const CELL = 'px-3 py-3';
const FIGURE = `${CELL} text-end tabular-nums`;

/** Broadcasts and how far each has come, newest first. */
export function BroadcastTable({ broadcasts }: { broadcasts: readonly BroadcastWithFigures[] }) {
  return (
    // Scrolls sideways on a phone; the links in it take the keyboard along.
    <div className="overflow-x-auto rounded-xl border border-line">
      <table className="w-full min-w-[52rem] text-sm">
        <thead className="border-b border-line bg-raised text-xs text-muted">
          <tr className="text-start">
            <th scope="col" className={`${HEAD} text-start`}>
              Title
            </th>
            <th scope="col" className={`${HEAD} text-start`}>
              State
            </th>
            <th scope="col" className={`${HEAD} text-start`}>
              Audience
            </th>
            {['Targeted', 'Delivered', 'Seen', 'Read'].map((name) => (
              <th key={name} scope="col" className={`${HEAD} text-end`}>
                {name}
              </th>
            ))}
            <th scope="col" className={`${HEAD} text-start`}>
              Sent
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {broadcasts.map((broadcast) => (
            <BroadcastLine key={broadcast.id} broadcast={broadcast} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BroadcastLine({ broadcast }: { broadcast: BroadcastWithFigures }) {
  const { id, title, state, audience, sentAt, figures, createdBy } = broadcast;
  const went = sentAt !== null;
  return (
    <tr className="hover:bg-raised">
      <th scope="row" className={`${CELL} max-w-80 text-start font-medium`}>
        <Link
          href={`/admin/broadcasts/${id}`}
          prefetch={false}
          dir="auto"
          className="block wrap-anywhere text-accent hover:underline"
        >
          {title}
        </Link>
        <span className="block text-xs font-normal text-muted">by {createdBy.name}</span>
      </th>
      <td className={CELL}>
        <StateMark state={state} />
      </td>
      <td className={CELL}>{audienceText(audience)}</td>
      {[figures.targeted, figures.delivered, figures.seen, figures.read].map((figure, column) => (
        // Columns are fixed: their place is their name.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above.
        <td key={column} className={FIGURE}>
          {went ? number(figure) : <None />}
        </td>
      ))}
      <td className={`${CELL} whitespace-nowrap text-muted`}>
        {sentAt === null ? <None /> : <RelativeTime iso={sentAt} />}
      </td>
    </tr>
  );
}

function None() {
  return (
    <span className="text-muted">
      <span aria-hidden="true">–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
