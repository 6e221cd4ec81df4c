import 'server-only';
import { context, setContext } from '../context';

/** Something that happened in the demo's past, at a time in milliseconds. */
export type Moment = Readonly<{ at: number; happens: () => Promise<unknown> }>;

/**
 * Lets the moments happen in their order, each by its own clock: every use case reads the time from the
 * context, so for so long the context says the past. Only to be called before anything is served.
 */
export async function relive(moments: readonly Moment[]): Promise<void> {
  const present = context();
  let clock = 0;
  setContext({ ...present, now: () => clock });
  try {
    for (const moment of [...moments].sort((a, b) => a.at - b.at)) {
      clock = moment.at;
      await moment.happens();
    }
  } finally {
    setContext(present);
  }
}
