import type { OpenStream, StreamListener } from '../event-stream';

/** Streams of Server-Sent Events whose words the test says. */
export function createFakeStream() {
  const paths: string[] = [];
  const open = new Set<StreamListener>();

  const openStream: OpenStream = (path, listener) => {
    paths.push(path);
    open.add(listener);
    return () => void open.delete(listener);
  };

  return {
    openStream,
    /** Every address that was opened, oldest first. */
    paths: (): readonly string[] => paths,
    /** How many are kept open now. */
    open: () => open.size,
    tells(name: string, data: unknown): void {
      if (open.size === 0) throw new Error('No stream is open.');
      for (const listener of [...open]) listener.onEvent(name, data);
    },
    breaks(): void {
      for (const listener of [...open]) {
        open.delete(listener);
        listener.onFail();
      }
    },
  };
}

export type FakeStream = ReturnType<typeof createFakeStream>;
