import type { ReactNode } from 'react';

/** The box of a toast. Its text is not a live region: what arrives is read aloud by the announcer. */
export function ToastFrame({
  labelledBy,
  critical,
  children,
}: {
  labelledBy: string;
  critical: boolean;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for the controls of a form.
    <div
      role="group"
      aria-labelledby={labelledBy}
      data-toast={critical ? 'critical' : 'passing'}
      className="relative flex gap-2 overflow-hidden rounded-xl border border-line bg-bg py-3 ps-4 pe-2 text-text shadow-float before:absolute before:inset-y-0 before:start-0 before:w-[3px] before:bg-warning data-[toast=critical]:before:bg-critical motion-safe:animate-late"
    >
      {children}
    </div>
  );
}
