import Link from 'next/link';
import type { BroadcastWithFigures } from '@/lib/inbox/broadcast';
import { number } from '../bell-words';
import { RelativeTime } from '../time/relative-time';
import { audienceText } from './broadcast-words';
import { StateMark } from './state-mark';

// On a phone there is one column, which says all of it.
const HEAD = 'px-3 py-2 font-medium max-sm:hidden';
const CELL = 'px-3 py-3 max-sm:hidden';
const FIGURE = `${CELL} text-end tabular-nums`;

/** Broadcasts and how far each has come, newest first. */
export function BroadcastTable({ broadcasts }: { broadcasts: readonly BroadcastWithFigures[] }) {
  return (
    // Scrolls sideways where it is too wide; the links in it take the keyboard along. Positioned, so that what is
    // only for the ear scrolls with it and does not widen the page.
    <div className="relative overflow-x-auto rounded-xl border border-line">
      <table className="w-full text-sm sm:min-w-[52rem]">
        <thead className="border-b border-line bg-raised text-xs text-muted">
          <tr className="text-start">
            <th scope="col" className="px-3 py-2 text-start font-medium">
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
      <th scope="row" className="px-3 py-3 text-start font-medium sm:max-w-80">
        <Link
          href={`/admin/broadcasts/${id}`}
          prefetch={false}
          dir="auto"
          className="block wrap-anywhere text-accent hover:underline pointer-coarse:py-3"
        >
          {title}
        </Link>
        <span className="block text-xs font-normal text-muted">by {createdBy.name}</span>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs font-normal text-muted sm:hidden">
          <StateMark state={state} />
          {audienceText(audience)}
          {sentAt !== null && (
            <>
              <span>
                {number(figures.delivered)} of {number(figures.targeted)} delivered
              </span>
              <span>{number(figures.seen)} seen</span>
              <span>{number(figures.read)} read</span>
              <RelativeTime iso={sentAt} />
            </>
          )}
        </span>
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
