/** One event as it came over the line; what is absent there is absent here. */
export type SentEvent = { name?: string; id?: string; retry?: string; data?: Answer };
/** Tests look into data freely; what is not there is undefined, and the comparison fails. */
// biome-ignore lint/suspicious/noExplicitAny: an event's shape is what the test is about
type Answer = any;

/** Reads Server-Sent Events as they come, strictly: a line that is none of the format's is an error. */
export function readEvents(body: ReadableStream<Uint8Array>): EventReader {
  const events: SentEvent[] = [];
  const waiting = new Set<{ count: number; reached: () => void }>();
  const reader = body.getReader();
  let state: 'reading' | 'ended' | 'cut' = 'reading';

  async function readAll(): Promise<'ended' | 'cut'> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const blocks = `${rest}${decoder.decode(part.value, { stream: true })}`.split('\n\n');
        rest = blocks.pop() ?? '';
        events.push(...blocks.map(parseEvent));
        for (const one of waiting) if (events.length >= one.count) one.reached();
      }
      return 'ended';
    } catch {
      return 'cut';
    } finally {
      for (const one of waiting) one.reached();
    }
  }
  const over = readAll().then((how) => {
    state = how;
    return how;
  });

  return {
    events,
    over,
    state: () => state,
    until(count) {
      return new Promise((resolve) => {
        const one = {
          count,
          reached() {
            waiting.delete(one);
            resolve(events);
          },
        };
        if (events.length >= count || state !== 'reading') resolve(events);
        else waiting.add(one);
      });
    },
    leave: () => reader.cancel(),
  };
}

export type EventReader = Readonly<{
  events: readonly SentEvent[];
  /** How it ended. */
  over: Promise<'ended' | 'cut'>;
  state: () => 'reading' | 'ended' | 'cut';
  /** Resolves with all that came when that many have come, or when it is over. */
  until(count: number): Promise<readonly SentEvent[]>;
  /** What a client does that goes away. */
  leave(): Promise<void>;
}>;

export function parseEvent(block: string): SentEvent {
  const event: SentEvent = {};
  for (const line of block.split('\n')) {
    const at = line.indexOf(': ');
    const [field, value] = [line.slice(0, at), line.slice(at + 2)];
    if (field === 'event') event.name = value;
    else if (field === 'id') event.id = value;
    else if (field === 'retry') event.retry = value;
    else if (field === 'data' && event.data === undefined) event.data = JSON.parse(value);
    else throw new Error(`Not a line of an event stream: ${line}`);
  }
  return event;
}
