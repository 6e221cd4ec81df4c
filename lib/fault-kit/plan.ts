/** Where a program can be made to fail. A name is never reused for another place. */
export const FAULT_POINTS = [
  /** Nothing has been written yet. */
  'before-begin',
  /** All is written, nothing committed. */
  'in-transaction',
  /** Committed, and nobody was told. */
  'after-commit',
  /** A session is revoked in the database, its sockets still open. */
  'after-revoke-commit',
  /** The write-ahead log is about to be carried into the database. */
  'during-checkpoint',
  /** Before each statement of a migration. */
  'during-migration',
  /** An event is read from the database and not yet handed to the realtime service. */
  'before-publish',
  /** Some events of one batch are handed over. */
  'mid-fan-out',
  /** The service has taken the event; the database does not know. */
  'after-publish-before-mark',
  /** Some of the open inboxes have a broadcast, the others not yet. */
  'between-chunks',
  /** A draft waits for its time: written and not committed; committed and nobody told. */
  'hold-written',
  'hold-committed',
  /** A broadcast goes out, at once or when it is due: written and not committed; committed and nobody told. */
  'release-written',
  'release-committed',
  /** A sent broadcast gets another text: written and not committed; committed and nobody told. */
  'edit-written',
  'edit-committed',
  /** A sent broadcast is taken back: written and not committed; committed and nobody told. */
  'recall-written',
  'recall-committed',
  /** A sent broadcast is over: written and not committed; committed and nobody told. */
  'expire-written',
  'expire-committed',
  /** Somebody who is far behind the log has changed: committed, and their inbox not settled. */
  'settling-noted',
  /** A group is deleted, and not everybody is let go of it yet. */
  'group-ended',
  /** The work of a request is done and nothing of the answer is sent. */
  'before-response',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** What happens at the point: the process ends as by `kill -9`, an error is thrown, or the whole process stands still for so long. */
export type FaultAction = Readonly<{ kind: 'kill' } | { kind: 'throw' } | { kind: 'sleep'; ms: number }>;

/** Told of every point that is passed; acts at the ones that were planned, once each. */
export type FaultPlan = (name: FaultPoint) => unknown;

/** How to do what a plan says; a test stands in for the process. */
export type FaultHands = Readonly<{ kill(): void; sleep(ms: number): void }>;

/**
 * Reads `name:nth:action[,…]`, such as `after-commit:3:kill` or `before-publish:1:sleep=500`: the third commit from
 * the start of the process. Throws a sentence when it is no plan, so that a misspelt test cannot pass.
 */
export function parsePlan(text: string, hands: FaultHands): FaultPlan {
  const steps = text.split(',').map(parseStep);
  const passed = new Map<FaultPoint, number>();
  return (name) => {
    const count = (passed.get(name) ?? 0) + 1;
    passed.set(name, count);
    for (const step of steps) if (step.name === name && step.nth === count) act(step, hands);
  };
}

type Step = Readonly<{ name: FaultPoint; nth: number; action: FaultAction }>;

function parseStep(text: string): Step {
  const [name, nth = '', what = '', ...rest] = text.trim().split(':');
  const known = FAULT_POINTS.find((point) => point === name);
  const action = parseAction(what);
  if (known === undefined || !/^[1-9]\d{0,8}$/.test(nth) || action === null || rest.length > 0)
    throw new Error(`"${text}" is no fault: it is like after-commit:3:kill, at ${FAULT_POINTS.join(', ')}.`);
  return { name: known, nth: Number(nth), action };
}

function parseAction(text: string): FaultAction | null {
  if (text === 'kill' || text === 'throw') return { kind: text };
  const ms = /^sleep=(\d{1,6})$/.exec(text)?.[1];
  return ms === undefined ? null : { kind: 'sleep', ms: Number(ms) };
}

function act({ name, nth, action }: Step, hands: FaultHands): void {
  if (action.kind === 'kill') hands.kill();
  else if (action.kind === 'sleep') hands.sleep(action.ms);
  else throw new Error(`The fault that was planned at ${name}, pass ${nth}.`);
}
