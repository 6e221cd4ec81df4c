const KINDS = {
  primary:
    'bg-accent text-on-accent hover:bg-accent-strong disabled:hover:bg-accent border-transparent font-semibold',
  plain: 'bg-bg text-text border-control hover:bg-raised disabled:hover:bg-bg font-medium',
  danger: 'bg-bg text-critical border-critical hover:bg-raised disabled:hover:bg-bg font-medium',
  quiet: 'border-transparent text-accent hover:bg-raised font-medium',
} as const;

export type ButtonKind = keyof typeof KINDS;

const SHAPE =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-lg border px-3.5 py-1.5 text-sm whitespace-nowrap pointer-coarse:min-h-11 disabled:cursor-not-allowed disabled:opacity-60 motion-safe:transition-colors';

/** How a button, or a link that looks like one, is drawn. */
export function buttonClass(kind: ButtonKind = 'plain'): string {
  return `${SHAPE} ${KINDS[kind]}`;
}
