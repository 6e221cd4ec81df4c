import type { Figures } from '@/lib/inbox/broadcast';
import { number } from '../bell-words';
import { share } from './broadcast-words';

/** How far a broadcast has come: the bar of deliveries, then what people did with them. */
export function FiguresPanel({ figures }: { figures: Figures }) {
  const { targeted, delivered, pending, skipped, seen, read } = figures;
  const text = `${number(delivered)} of ${number(targeted)} delivered`;
  return (
    <section aria-labelledby="figures" className="space-y-5">
      <h2 id="figures" className="sr-only">
        Figures
      </h2>
      <div>
        <div className="mb-2 flex items-baseline justify-between gap-4">
          <span className="font-medium tabular-nums">{text}</span>
          <span className="text-sm text-muted tabular-nums">{share(delivered, targeted)}</span>
        </div>
        <progress
          aria-label="Delivered"
          aria-valuetext={text}
          value={delivered}
          max={Math.max(targeted, 1)}
        />
      </div>
      <div className="overflow-hidden rounded-xl border border-line">
        <dl className="-me-px -mb-px grid grid-cols-2 sm:grid-cols-5">
          <Figure name="Delivered" value={delivered} note={share(delivered, targeted)} />
          <Figure name="Pending" value={pending} note="not reached yet" />
          <Figure name="Skipped" value={skipped} note="left or recalled" />
          <Figure name="Seen" value={seen} note={share(seen, delivered)} />
          <Figure name="Read" value={read} note={share(read, delivered)} />
        </dl>
      </div>
    </section>
  );
}

function Figure({ name, value, note }: { name: string; value: number; note: string | null }) {
  return (
    <div
      data-figure={name.toLowerCase()}
      className="border-e border-b border-line px-4 py-3 last:max-sm:col-span-2"
    >
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold tabular-nums">{number(value)}</dd>
      {note !== null && <dd className="text-xs text-muted tabular-nums">{note}</dd>}
    </div>
  );
}
