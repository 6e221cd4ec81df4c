import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { OpenStream } from '@/lib/client/event-stream';

/** As much of `EventSource` as the client uses, on `fetch`: Node 20 has none. */
export function nodeStream(fetchPath: (path: string, init: RequestInit) => Promise<Response>): OpenStream {
  return (path, listener) => {
    const stop = new AbortController();
    const read = async () => {
      const answer = await fetchPath(path, { signal: stop.signal });
      if (!answer.ok || answer.body === null) throw new Error(`The stream was answered ${answer.status}.`);
      let name = 'message';
      // The cast: the web's stream type and Node's own name the same object differently.
      const body = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
      for await (const line of createInterface({ input: body })) {
        if (line.startsWith('event: ')) name = line.slice(7);
        else if (line.startsWith('data: ') && !stop.signal.aborted)
          listener.onEvent(name, jsonOf(line.slice(6)));
        else if (line === '') name = 'message';
      }
    };
    // However it ended, nothing comes any more: the platform tells no more than that either.
    const end = () => {
      if (!stop.signal.aborted) listener.onFail();
    };
    void read().then(end, end);
    return () => stop.abort();
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
