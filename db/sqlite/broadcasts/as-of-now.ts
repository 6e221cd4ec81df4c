/** What is asked of the memberships, three ways: cheaply within a transaction (null when it is not), apart from it, and within it whatever it costs. */
export type Asking<Value> = Readonly<{
  atOnce: () => Value | null;
  apart: () => Promise<Answered<Value>>;
  atAnyCost: () => Value;
}>;
export type Answered<Value> = Readonly<{ value: Value; memberships: number }>;

/** Thrown within a transaction that needs an answer which is not to be found there. */
class AskAgain extends Error {}

/** After so many answers that were out of date, whoever joins and leaves all the time waits, rather than the broadcast. */
const ATTEMPTS = 4;

/**
 * Runs a transaction with an answer that is exact in it, though it was found outside: while the membership number
 * stands, nobody has joined or left. When it does not, the question is asked again, and the transaction run again.
 */
export async function asOfNow<Value, T>(
  memberships: () => number,
  { known, asking }: { known: Answered<Value> | null; asking: Asking<Value> },
  attempt: (exact: () => Value) => Promise<T>,
): Promise<T> {
  let answered = known;
  for (let attempts = 1; ; attempts++) {
    const isLast = attempts === ATTEMPTS;
    try {
      return await attempt(() => exact(isLast));
    } catch (error) {
      if (!(error instanceof AskAgain)) throw error;
      answered = await asking.apart();
    }
  }

  function exact(isLast: boolean): Value {
    if (answered && answered.memberships === memberships()) return answered.value;
    const atOnce = asking.atOnce();
    if (atOnce !== null) return atOnce;
    if (!isLast) throw new AskAgain();
    return asking.atAnyCost();
  }
}
