import type { ReactNode } from 'react';

/** Numbers with their names, in a frame of equal cells. */
export function FigureList({
  label,
  columns,
  children,
}: {
  label: string;
  /** As many as there are cells. */
  columns: keyof typeof COLUMNS;
  children: ReactNode;
}) {
  return (
    <section aria-label={label} className="overflow-hidden rounded-xl border border-line">
      <dl className={`-me-px -mb-px grid grid-cols-2 ${COLUMNS[columns]}`}>{children}</dl>
    </section>
  );
}

// Written out whole: the style sheet is made from what stands in the source.
const COLUMNS = { 6: 'sm:grid-cols-3 lg:grid-cols-6' } as const;

/** One of them; `trouble` draws attention to a number that should be zero. */
export function FigureCell({
  name,
  value,
  note,
  trouble = false,
}: {
  name: string;
  value: string;
  note: string;
  trouble?: boolean;
}) {
  return (
    <div
      data-figure={name.toLowerCase()}
      className="border-e border-b border-line px-4 py-3 odd:last:max-sm:col-span-2"
    >
      <dt className="text-xs text-muted">{name}</dt>
      <dd
        data-trouble={trouble}
        className="mt-0.5 text-xl font-semibold tabular-nums data-[trouble=true]:text-warning"
      >
        {value}
      </dd>
      <dd className="text-xs text-muted tabular-nums">{note}</dd>
    </div>
  );
}
