'use client';

import { useHydrated } from './use-hydrated';

/** Something that is on or off, and is so at once when it is pressed. */
export function Switch({
  on,
  labelledBy,
  describedBy,
  onToggle,
}: {
  on: boolean;
  labelledBy: string;
  describedBy?: string;
  onToggle: () => void;
}) {
  const waits = !useHydrated();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-disabled={waits || undefined}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onClick={onToggle}
      className="group grid min-h-9 w-12 shrink-0 place-items-center rounded-md pointer-coarse:min-h-11"
    >
      <span
        aria-hidden="true"
        className="flex h-6 w-11 items-center rounded-full border border-control bg-raised px-0.5 group-aria-checked:justify-end group-aria-checked:border-accent group-aria-checked:bg-accent motion-safe:transition-colors"
      >
        <span className="size-4.5 rounded-full bg-muted group-aria-checked:bg-on-accent forced-colors:bg-[ButtonText]" />
      </span>
    </button>
  );
}
