/** What a line does to the bytes of one direction. */
export type LineFault =
  | Readonly<{ mode: 'pass' }>
  /** Everything arrives so much later, in order. Jitter is up to so much more, drawn anew for each piece. */
  | Readonly<{ mode: 'delay'; ms: number; jitterMs: number }>
  /** So many bytes, then none for a while. */
  | Readonly<{ mode: 'drip'; bytes: number; everyMs: number }>
  /** Nothing passes, not even an end; both sides stay open. What is held back passes when the fault is over. */
  | Readonly<{ mode: 'black-hole' }>
  /**
   * So many bytes of each connection from now on, up to `jitterBytes` more, then both sides are reset. Whoever reads
   * the last bytes and the reset together may take it for an end: Node does.
   */
  | Readonly<{ mode: 'cut'; afterBytes: number; jitterBytes: number }>;

/** What happens to whole connections. */
export type ConnectionFault =
  /** Every connection, open or new, is reset. */
  | Readonly<{ mode: 'reset' }>
  /** Nobody listens: a new connection is refused by the system. Those that are open go on. */
  | Readonly<{ mode: 'refuse' }>;

export type Fault = LineFault | ConnectionFault;
/** `up` is from the client to the target. */
export type Direction = 'up' | 'down';

export const isConnectionFault = (fault: Fault): fault is ConnectionFault =>
  fault.mode === 'reset' || fault.mode === 'refuse';

/** A day; what is longer is a black hole. */
const MS_MAX = 86_400_000;
const BYTES_MAX = 2 ** 40;

/**
 * Reads what somebody typed or sent: the fault and its direction, null for both directions. Throws a sentence
 * that can be shown. A field that no fault of this mode has is refused: it is a mistake more often than a plan.
 */
export function parseFault(data: unknown): { fault: Fault; direction: Direction | null } {
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new Error('A fault is an object.');
  // Checked above: neither an array nor null.
  const { mode, direction = null, ...fields } = data as Record<string, unknown>;
  if (direction !== null && direction !== 'up' && direction !== 'down')
    throw new Error('"direction" is "up", "down", or left out for both.');
  const known =
    typeof mode === 'string' && Object.hasOwn(FIELDS, mode) ? FIELDS[mode as Fault['mode']] : null;
  if (known === null) throw new Error(`"mode" is one of ${Object.keys(FIELDS).join(', ')}.`);
  const stray = Object.keys(fields).find((name) => !Object.hasOwn(known, name));
  if (stray !== undefined) throw new Error(`"${stray}" means nothing to "${String(mode)}".`);
  const numbers = Object.entries(known).map(([name, limits]) => [name, numberOf(name, fields[name], limits)]);
  // The table below has exactly the fields of each mode.
  const fault = { mode, ...Object.fromEntries(numbers) } as Fault;
  if (direction !== null && isConnectionFault(fault)) throw new Error(`"${fault.mode}" has no direction.`);
  return { fault, direction };
}

type Limits = Readonly<{ min: number; max: number; fallback?: number }>;

const FIELDS: Readonly<Record<Fault['mode'], Readonly<Record<string, Limits>>>> = {
  pass: {},
  delay: { ms: { min: 0, max: MS_MAX }, jitterMs: { min: 0, max: MS_MAX, fallback: 0 } },
  drip: { bytes: { min: 1, max: BYTES_MAX }, everyMs: { min: 1, max: MS_MAX } },
  'black-hole': {},
  cut: { afterBytes: { min: 0, max: BYTES_MAX }, jitterBytes: { min: 0, max: BYTES_MAX, fallback: 0 } },
  reset: {},
  refuse: {},
};

function numberOf(name: string, value: unknown, { min, max, fallback }: Limits): number {
  const given = value ?? fallback;
  if (typeof given === 'number' && Number.isInteger(given) && given >= min && given <= max) return given;
  throw new Error(`"${name}" is a whole number from ${min} to ${max}.`);
}
