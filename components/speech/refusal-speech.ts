import type { Row } from '@/lib/client/inbox';
import { number } from '../bell-words';
import { refusedText } from '../list/done-words';

/** What was refused since the last look, as a sentence: each once, and once more when it was tried again in vain. */
export function createRefusalSpeech(): (rows: readonly Row[]) => string | null {
  let said: ReadonlySet<string> = new Set();
  return (rows) => {
    const refused = new Map<string, string>();
    for (const { id, title, failed } of rows) {
      if (failed !== null) refused.set(`${failed} ${id}`, `${refusedText(failed)} ${title}`);
    }
    const fresh = [...refused].filter(([key]) => !said.has(key)).map(([, text]) => text);
    said = new Set(refused.keys());
    return fresh.length > 1 ? `${number(fresh.length)} changes were refused.` : (fresh[0] ?? null);
  };
}
