import type { Row } from '@/lib/client/inbox';

type Arrival = Pick<Row, 'id' | 'severity'>;

/** A toast on screen: of one arrival, or one for many. `at`: since when its time runs. */
export type Toasted = Readonly<{ key: string; critical: boolean; at: number; ids: readonly string[] }> &
  Readonly<{ kind: 'one' | 'many' }>;

export type ToastStack = Readonly<{
  /** Oldest first. */
  shown: readonly Toasted[];
  /** What came in the last moments, to notice a burst by; `gone`: it is not to be shown any more. */
  recent: readonly Readonly<{ id: string; critical: boolean; at: number; gone: boolean }>[];
}>;

export const NO_TOASTS: ToastStack = { shown: [], recent: [] };

/** More of them cover the page. */
export const TOASTS_MAX = 3;
/** As many arrivals within so long are shown one by one; more of them are one toast. */
export const BURST_MAX = 5;
export const BURST_MS = 2_000;
/** Long enough to be read twice; something critical stays until it is dismissed. */
export const STAYS_MS = 8_000;

/** Whether an arrival is worth a toast: everything else is told by the badge. */
export function isWorthToast({ severity }: Pick<Row, 'severity'>): boolean {
  return severity === 'warning' || severity === 'critical';
}

/** The stack with these arrivals on it. */
export function arriveOn(stack: ToastStack, arrivals: readonly Arrival[], now: number): ToastStack {
  if (arrivals.length === 0) return stack;
  const came = arrivals.map(({ id, severity }) => ({
    id,
    critical: severity === 'critical',
    at: now,
    gone: false,
  }));
  const recent = [...stack.recent.filter(({ at }) => now - at < BURST_MS), ...came];
  const many = stack.shown.find(({ kind }) => kind === 'many');
  const goesOn = many !== undefined && now - many.at < BURST_MS;
  if (recent.length > BURST_MAX || goesOn) {
    const waiting = recent.filter(({ gone }) => !gone);
    return { shown: gather(stack.shown, waiting, now), recent };
  }
  const shown = [...stack.shown, ...came.map(one)];
  const fits = withoutOldest(shown);
  // All of them stay until they are dismissed, and there is no room: none of them may go unseen.
  return { shown: fits.length > TOASTS_MAX ? gather(fits, fits.flatMap(parts), now) : fits, recent };
}

/** Without what is not to be shown any more: rows that were read, archived or taken back. */
export function keepOnly(stack: ToastStack, isThere: (id: string) => boolean): ToastStack {
  const shown = stack.shown.flatMap((toast) => {
    const ids = toast.ids.filter(isThere);
    if (ids.length === toast.ids.length) return [toast];
    return ids.length === 0 ? [] : [{ ...toast, ids }];
  });
  const recent = stack.recent.map((one) => (one.gone || isThere(one.id) ? one : { ...one, gone: true }));
  const isShownSame = isSame(shown, stack.shown);
  if (isShownSame && isSame(recent, stack.recent)) return stack;
  return { shown: isShownSame ? stack.shown : shown, recent };
}

function isSame<One>(some: readonly One[], others: readonly One[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

/** When the next toast has stood long enough; null when none goes by itself. */
export function nextEnd({ shown }: ToastStack): number | null {
  const ends = shown.filter(({ critical }) => !critical).map(({ at }) => at + STAYS_MS);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Without those that have stood long enough. */
export function passed(stack: ToastStack, now: number): ToastStack {
  return { ...stack, shown: stack.shown.filter(({ critical, at }) => critical || at + STAYS_MS > now) };
}

/** Each has its whole time before it again: somebody was busy with them, or away. */
export function startOver(stack: ToastStack, now: number): ToastStack {
  return { ...stack, shown: stack.shown.map((toast) => ({ ...toast, at: now })) };
}

function one({ id, critical, at }: { id: string; critical: boolean; at: number }): Toasted {
  return { kind: 'one', key: id, critical, at, ids: [id] };
}

function parts({ ids, critical }: Toasted): { id: string; critical: boolean }[] {
  return ids.map((id) => ({ id, critical }));
}

/** One toast for these and for those that are one already; the others stay as they are. */
function gather(
  shown: readonly Toasted[],
  gathered: readonly { id: string; critical: boolean }[],
  now: number,
): readonly Toasted[] {
  const before = shown.find(({ kind }) => kind === 'many');
  const ids = new Set([...(before?.ids ?? []), ...gathered.map(({ id }) => id)]);
  const critical = (before?.critical ?? false) || gathered.some((arrival) => arrival.critical);
  const others = shown.filter(({ kind, key }) => kind === 'one' && !ids.has(key));
  return [...others, { kind: 'many', key: 'many', critical, at: now, ids: [...ids] }];
}

/** As few of the oldest go as must, and nothing critical. */
function withoutOldest(shown: readonly Toasted[]): readonly Toasted[] {
  const passing = shown.filter(({ critical }) => !critical);
  const gone = new Set(passing.slice(0, Math.max(0, shown.length - TOASTS_MAX)));
  return shown.filter((toast) => !gone.has(toast));
}
