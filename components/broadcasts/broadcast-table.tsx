import Link from 'next/link';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { FEWEST_TOTALLED, type ShownFigures } from '@/lib/inbox/few-people';
import { number } from '../bell-words';
import { RowActions } from '../following/row-actions';
import { Sparkline } from '../following/sparkline';
import { RelativeTime } from '../time/relative-time';
import { type AudienceNaming, audienceText, share } from './broadcast-words';
import { StateMark } from './state-mark';

// On a phone there is one column, which says all of it.
const HEAD = 'px-3 py-2 font-medium max-sm:hidden';
const CELL = 'px-3 py-3 max-sm:hidden';
const FIGURE = `${CELL} text-end tabular-nums`;

type Row = Broadcast & { readonly figures: ShownFigures };

/** Broadcasts and how far each has come, newest first. */
export function BroadcastTable({
  broadcasts,
  sparklines,
  names,
  showsNames,
}: {
  broadcasts: readonly Row[];
  /** By the id of the broadcast. */
  sparklines: ReadonlyMap<string, readonly number[]>;
  /** What groups and people in their audiences are called. */
  names: AudienceNaming;
  showsNames: boolean;
}) {
  return (
    // Scrolls sideways where it is too wide; the links in it take the keyboard along. Positioned, so that what is
    // only for the ear scrolls with it and does not widen the page.
    <div className="relative overflow-x-auto rounded-xl border border-line">
      <table className="w-full text-sm sm:min-w-[56rem]">
        <thead className="border-b border-line bg-raised text-xs text-muted">
          <tr className="text-start">
            <th scope="col" className="px-3 py-2 text-start font-medium">
              Title
            </th>
            {['State', 'Audience'].map((name) => (
              <th key={name} scope="col" className={`${HEAD} text-start`}>
                {name}
              </th>
            ))}
            {['Delivered', 'Seen %', 'Clicked %'].map((name) => (
              <th key={name} scope="col" className={`${HEAD} text-end`}>
                {name}
              </th>
            ))}
            <th scope="col" className={`${HEAD} text-start`}>
              Sent
            </th>
            <th scope="col" className="px-3 py-2">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {broadcasts.map((broadcast) => (
            <BroadcastLine
              key={broadcast.id}
              broadcast={broadcast}
              sparkline={sparklines.get(broadcast.id)}
              to={audienceText(broadcast.audience, names)}
              showsNames={showsNames}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BroadcastLine({
  broadcast,
  sparkline,
  to,
  showsNames,
}: {
  broadcast: Row;
  sparkline: readonly number[] | undefined;
  /** Its audience, in words. */
  to: string;
  showsNames: boolean;
}) {
  const { id, title, state, sentAt, figures, createdBy, sentBy } = broadcast;
  const { targeted, delivered, seen, clicked } = figures;
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
        <span className="block text-xs font-normal text-muted">
          by <bdi>{(sentBy ?? createdBy).name}</bdi>
        </span>
        <span className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs font-normal text-muted sm:hidden">
          <StateMark state={state} />
          <bdi>{to}</bdi>
          {sentAt !== null && (
            <>
              <span>
                {number(delivered)} of {number(targeted)} delivered
              </span>
              {seen !== null && <span>{share(seen, delivered) ?? '0 %'} seen</span>}
              {clicked !== null && <span>{share(clicked, delivered) ?? '0 %'} clicked</span>}
              <RelativeTime iso={sentAt} />
            </>
          )}
        </span>
      </th>
      <td className={CELL}>
        <StateMark state={state} />
      </td>
      <td className={CELL}>
        <bdi>{to}</bdi>
      </td>
      <td className={FIGURE}>
        {went ? (
          <>
            {number(delivered)} <span className="text-muted">of {number(targeted)}</span>
          </>
        ) : (
          <None />
        )}
      </td>
      <td className={FIGURE}>
        <span className="inline-flex items-center justify-end gap-2">
          {sparkline !== undefined && <Sparkline points={sparkline} />}
          {went ? <Share part={seen} whole={delivered} /> : <None />}
        </span>
      </td>
      <td className={FIGURE}>{went ? <Share part={clicked} whole={delivered} /> : <None />}</td>
      <td className={`${CELL} whitespace-nowrap text-muted`}>
        {sentAt === null ? <None /> : <RelativeTime iso={sentAt} />}
      </td>
      <td className="px-2 py-2 text-end align-top sm:align-middle">
        <RowActions id={id} title={title} exports={went && showsNames} />
      </td>
    </tr>
  );
}

/** Of so few people that it would be about each of them it is not shown. */
function Share({ part, whole }: { part: number | null; whole: number }) {
  if (part !== null) return share(part, whole) || <None />;
  return (
    <span className="text-muted">
      not shown<span className="sr-only">, fewer than {FEWEST_TOTALLED} people</span>
    </span>
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
