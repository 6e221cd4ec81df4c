import type { Figures } from '@/lib/inbox/broadcast';
import { number } from '../bell-words';
import { share } from '../broadcasts/broadcast-words';

const STAGES = [
  { key: 'delivered', name: 'Delivered' },
  { key: 'seen', name: 'Seen' },
  { key: 'read', name: 'Read' },
  { key: 'clicked', name: 'Clicked' },
] as const;

/** What people did with it, each with its share of those who have it; the bar only repeats the number. */
export function Funnel({ figures }: { figures: Figures }) {
  const { delivered } = figures;
  return (
    <section aria-labelledby="funnel" className="space-y-3">
      <h2 id="funnel" className="text-lg font-semibold">
        What people did
      </h2>
      <dl className="space-y-2">
        {STAGES.map(({ key, name }) => (
          <div
            key={key}
            {...(key !== 'delivered' && { 'data-figure': key })}
            className="grid grid-cols-[4.5rem_minmax(0,1fr)_auto_3rem] items-center gap-x-3 text-sm"
          >
            <dt className="text-muted">{name}</dt>
            <dd className="order-3 text-end font-semibold tabular-nums">{number(figures[key])}</dd>
            <dd className="order-4 text-end text-muted tabular-nums">{share(figures[key], delivered)}</dd>
            <dd aria-hidden="true" className="order-2">
              <Bar part={figures[key]} whole={delivered} />
            </dd>
          </div>
        ))}
      </dl>
      <details className="text-sm">
        <summary className="inline-flex min-h-8 items-center font-medium text-accent pointer-coarse:min-h-11">
          What these mean
        </summary>
        <dl className="mt-1 space-y-2 text-muted">
          <Meaning name="Delivered">
            It is in their inbox, or was until it was taken back. Percentages are of these.
          </Meaning>
          <Meaning name="Seen">It was on their screen, in the tray or the inbox, for a second.</Meaning>
          <Meaning name="Read">
            They opened it, followed its link or marked it as read, and have not marked it unread since.
          </Meaning>
          <Meaning name="Clicked">
            They followed its link at least once. Looking ahead by a browser is not counted.
          </Meaning>
        </dl>
      </details>
    </section>
  );
}

// An attribute, not a style: the content security policy refuses styles in HTML.
function Bar({ part, whole }: { part: number; whole: number }) {
  const width = whole === 0 ? 0 : (part / whole) * 100;
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      className="h-3 w-full rounded-sm text-accent rtl:-scale-x-100"
    >
      <rect width="100" height="4" className="fill-line" />
      <rect width={width} height="4" fill="currentColor" />
    </svg>
  );
}

function Meaning({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt className="inline font-medium text-text">{name}: </dt>
      <dd className="inline">{children}</dd>
    </div>
  );
}
