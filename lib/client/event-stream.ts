import { INBOX_CHANGED, INBOX_RESET, INBOX_TIP, SESSION_ENDED } from '@/lib/realtime/channels';

/** Opens a stream of Server-Sent Events at a path of this site; answers the close, after which nothing is told. */
export type OpenStream = (path: string, listener: StreamListener) => () => void;

export type StreamListener = Readonly<{
  /** `data` is parsed JSON, or the text when it is none. */
  onEvent(name: string, data: unknown): void;
  /** It was refused or has broken, for whatever reason: the platform does not tell. Nothing comes any more. */
  onFail(): void;
}>;

const NAMES = [INBOX_CHANGED, INBOX_RESET, INBOX_TIP, SESSION_ENDED];
/**
 * Over HTTP/1.1 a browser opens six connections to a host, for all of its tabs together, and a stream keeps one: so
 * many may be kept, and the rest are for the pages themselves.
 */
const PLACES = 3;

/** The browser's `EventSource`, without its own way of coming back: that knows no growing wait and no other tab. */
export const browserStream: OpenStream = (path, listener) => {
  const stop = new AbortController();
  keepPlace(stop.signal, () => listen(path, listener, stop.signal), listener.onFail).catch(() => {
    // A page that is being left may not ask for a lock any more: then it has no place, and needs none.
    if (!stop.signal.aborted) listener.onFail();
  });
  return () => stop.abort();
};

function listen(path: string, listener: StreamListener, signal: AbortSignal): void {
  const source = new EventSource(path);
  signal.addEventListener('abort', () => source.close());
  source.addEventListener('error', () => {
    source.close();
    if (!signal.aborted) listener.onFail();
  });
  for (const name of NAMES) {
    source.addEventListener(name, ({ data }) => {
      if (!signal.aborted) listener.onEvent(name, parsed(data));
    });
  }
}

/** Does it while one of this browser's places is ours, which is until the signal says so. */
async function keepPlace(signal: AbortSignal, run: () => void, onFull: () => void): Promise<void> {
  // Only where the page is from a secure origin; elsewhere each tab has to be trusted to be one of few.
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return run();
  const over = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  for (let place = 0; place < PLACES && !signal.aborted; place += 1) {
    const taken = await locks.request(`belfry.stream ${place}`, { ifAvailable: true }, async (lock) => {
      if (lock === null || signal.aborted) return lock !== null;
      run();
      await over;
      return true;
    });
    if (taken) return;
  }
  if (!signal.aborted) onFull();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Whoever reads it finds that it is not what was agreed, and asks the server.
    return text;
  }
}
