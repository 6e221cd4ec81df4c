import type { Case } from './case';
import type { Feature } from './features';
import { Mismatch } from './mismatch';
import type { Target } from './target';
import { Visit } from './visit';
import type { WebhookReceiver } from './wire/webhook-receiver';

/** What became of one case. */
export type Outcome =
  | { readonly result: 'ok' }
  | { readonly result: 'not ok'; readonly what: string; readonly expected: string; readonly received: string }
  | { readonly result: 'skipped'; readonly why: string };

/** One case with its outcome and how long it took. */
export type Finding = { readonly tested: Case; readonly outcome: Outcome; readonly ms: number };

/** What a run is told. */
export type RunInput = {
  readonly cases: readonly Case[];
  readonly target: Target;
  readonly webhooks: WebhookReceiver | null;
  /** Why each feature that is left out is left out. */
  readonly skipped: ReadonlyMap<Feature, string>;
  /** The time of one case, in milliseconds, unless the case itself needs more. */
  readonly timeoutMs: number;
};

/**
 * Runs the cases, several at a time, and yields what was found in the order of the cases. Never rejects for
 * what a server does: that is what findings are for.
 */
export async function* run(input: RunInput): AsyncGenerator<Finding> {
  const running: Promise<Finding>[] = [];
  let at = 0;
  const startNext = (): void => {
    const tested = input.cases[at++];
    if (tested) running.push(find(tested, input).finally(startNext));
  };
  while (at < Math.min(AT_A_TIME, input.cases.length)) startNext();
  for (let told = 0; told < input.cases.length; told++) {
    const finding = running[told];
    if (finding) yield await finding;
  }
}

/** Few enough that a small machine keeps up with both sides. */
const AT_A_TIME = 8;

async function find(tested: Case, input: RunInput): Promise<Finding> {
  const startedAtMs = performance.now();
  const missing = tested.needs.find((feature) => input.skipped.has(feature));
  const outcome: Outcome =
    missing === undefined
      ? await outcomeOf(tested, input)
      : { result: 'skipped', why: input.skipped.get(missing) ?? missing };
  return { tested, outcome, ms: Math.round(performance.now() - startedAtMs) };
}

async function outcomeOf(tested: Case, { target, webhooks, timeoutMs }: RunInput): Promise<Outcome> {
  const visit = new Visit(target, webhooks, timeoutMs);
  try {
    await Promise.race([tested.run(visit), tooLate(visit)]);
    return { result: 'ok' };
  } catch (error) {
    return { result: 'not ok', ...reasonOf(error) };
  } finally {
    visit.end();
  }
}

/**
 * Rejects a moment after the case's time is over: whatever the case itself waits for gives up by then and
 * says what it was.
 */
function tooLate({ signal }: Visit): Promise<never> {
  return new Promise((_resolve, reject) => {
    const late = (): void => {
      const found = { expected: 'the end of the case', received: 'nothing in time' };
      setTimeout(() => reject(new Mismatch('the case', found)), GRACE_MS).unref();
    };
    signal.addEventListener('abort', late, { once: true });
  });
}

const GRACE_MS = 200;

function reasonOf(error: unknown): { what: string; expected: string; received: string } {
  if (error instanceof Mismatch) {
    return { what: error.message, expected: error.expected, received: error.received };
  }
  // Whatever else is thrown is no answer of a right server either; what it says is the best there is.
  return { what: 'the case', expected: 'to come to its end', received: String(error) };
}
