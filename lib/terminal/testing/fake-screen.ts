import type { Screen } from '../screen';

/** A terminal whose person types what a test says; what was written stands in `out` and `err`. */
export type FakeScreen = Screen & {
  readonly written: { out: string; err: string };
  readonly asked: string[];
  /** Presses Ctrl-C; false when nobody listens, and the process would end. */
  interrupt(): boolean;
};

export function fakeScreen({
  isInteractive = false,
  types = [],
  input = '',
}: {
  isInteractive?: boolean;
  types?: readonly (string | null)[];
  input?: string;
} = {}): FakeScreen {
  const written = { out: '', err: '' };
  const asked: string[] = [];
  const listeners = new Set<() => void>();
  const typing = [...types];
  return {
    written,
    asked,
    isInteractive,
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    columns: () => 80,
    async ask(question) {
      asked.push(question);
      return typing.shift() ?? null;
    },
    readAll: async (maxBytes) => (Buffer.byteLength(input) > maxBytes ? null : input),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    interrupt() {
      for (const listener of listeners) listener();
      return listeners.size > 0;
    },
  };
}
