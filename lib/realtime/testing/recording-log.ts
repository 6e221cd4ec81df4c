import type { Log } from '../log';

/** Keeps what was said, one line each: `warn The store is not answering…`. */
export function createRecordingLog(): Log & { readonly lines: string[]; readonly facts: object[] } {
  const lines: string[] = [];
  const facts: object[] = [];
  const say = (level: string) => (what: object, sentence: string) => {
    lines.push(`${level} ${sentence}`);
    facts.push(what);
  };
  return { lines, facts, info: say('info'), warn: say('warn'), error: say('error') };
}
