import type { ComponentProps } from 'react';

const KINDS = {
  primary:
    'bg-accent text-on-accent hover:bg-accent-strong disabled:hover:bg-accent border-transparent font-semibold',
  plain: 'bg-bg text-text border-control hover:bg-raised disabled:hover:bg-bg font-medium',
  danger: 'bg-bg text-critical border-critical hover:bg-raised disabled:hover:bg-bg font-medium',
  quiet: 'border-transparent text-accent hover:bg-raised font-medium',
} as const;

const SHAPE =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-lg border px-3.5 py-1.5 text-sm whitespace-nowrap pointer-coarse:min-h-11 disabled:cursor-not-allowed disabled:opacity-60 motion-safe:transition-colors';

/** How a button, or a link that looks like one, is drawn. */
export function buttonClass(kind: keyof typeof KINDS = 'plain'): string {
  return `${SHAPE} ${KINDS[kind]}`;
}

/** A button that does not submit unless told to. */
export function Button({
  kind = 'plain',
  className = '',
  ...rest
}: ComponentProps<'button'> & { kind?: keyof typeof KINDS }) {
  return <button type="button" {...rest} className={`${buttonClass(kind)} ${className}`} />;
}

/** A square one with an icon only; its name is required. */
export function IconButton({
  label,
  className = '',
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & { label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={`grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-line hover:text-text pointer-coarse:size-11 motion-safe:transition-colors ${className}`}
    />
  );
}
