import { createInterface } from 'node:readline/promises';

/** What a command writes to and reads from. Results go to `out`, everything said on the way to `err`. */
export type Screen = Readonly<{
  out(text: string): void;
  err(text: string): void;
  /** Whether a person sits there: they can be asked, and a line can be drawn over. */
  isInteractive: boolean;
  columns(): number;
  /** A line that the person types; null when there is no more. */
  ask(question: string): Promise<string | null>;
  /** All of the standard input, up to so many bytes; null when there is more. */
  readAll(maxBytes: number): Promise<string | null>;
  /** Calls the listener instead of ending at Ctrl-C, or at what a supervisor ends a process with, until the answer is called. */
  onInterrupt(listener: () => void): () => void;
}>;

const ENDING = ['SIGINT', 'SIGTERM'] as const;

/** The terminal of this process. */
export function processScreen(): Screen {
  const { stdin, stdout, stderr } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    isInteractive: Boolean(stdin.isTTY && stderr.isTTY),
    // Some terminals say that they have none.
    columns: () => stderr.columns || 80,
    async ask(question) {
      const line = createInterface({ input: stdin, output: stderr });
      const ended = new Promise<null>((resolve) => line.once('close', () => resolve(null)));
      // Ctrl-C ends the question, and in some versions of Node refuses it: either is no answer.
      const answer = await Promise.race([line.question(question).catch(() => null), ended]);
      line.close();
      return answer;
    },
    async readAll(maxBytes) {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of stdin) {
        const part = Buffer.from(chunk);
        bytes += part.length;
        if (bytes > maxBytes) return null;
        chunks.push(part);
      }
      return Buffer.concat(chunks).toString('utf8');
    },
    onInterrupt(listener) {
      for (const signal of ENDING) process.on(signal, listener);
      return () => {
        for (const signal of ENDING) process.off(signal, listener);
      };
    },
  };
}
