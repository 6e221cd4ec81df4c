import type { Timers } from './timers';

/**
 * The way out of one event stream: what is written here is read from `readable`, in order. A write is never refused;
 * whoever writes looks at `isFull` first, and goes on when it has drained.
 */
export function createEventSink(options: {
  /** There may be room again. */
  onDrain: () => void;
  /** The reader is gone. Called at most once, and never after `end` or `cut`. */
  onGone: () => void;
  timers: Timers;
}): EventSink {
  const { onDrain, onGone, timers } = options;
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  const readable = new ReadableStream<Uint8Array>(
    {
      start(made) {
        controller = made;
      },
      pull: onDrain,
      cancel() {
        if (controller === null) return;
        controller = null;
        onGone();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: ROOM_BYTES }),
  );
  const unsentBytes = () => ROOM_BYTES - (controller?.desiredSize ?? ROOM_BYTES);

  return {
    readable,
    write: (text) => controller?.enqueue(encoder.encode(text)),
    isFull: () => unsentBytes() >= ROOM_BYTES,
    unsentBytes,
    end() {
      const open = controller;
      controller = null;
      open?.close();
      // What waits may still be read, but nobody is waited for who does not read; on what was read this does nothing.
      timers.after(LAST_WORDS_MS, () => open?.error(new Error('The reader did not take the end.')));
    },
    cut() {
      controller?.error(new Error('The reader takes nothing.'));
      controller = null;
    },
  };
}

export type EventSink = Readonly<{
  readable: ReadableStream<Uint8Array>;
  write(text: string): void;
  /** Enough waits to be read; what is written now would wait behind it. */
  isFull(): boolean;
  /** Bytes that were written and are not read. */
  unsentBytes(): number;
  /** The last has been written: the reader gets it, for two seconds more, and the end. */
  end(): void;
  /** Ends it now; what was not read is dropped. */
  cut(): void;
}>;

/** One fat event; beyond it the log itself is what waits. */
const ROOM_BYTES = 16_384;
const LAST_WORDS_MS = 2_000;
