import type { Severity } from '@/lib/inbox/notification';
import { needsTyping } from '@/lib/inbox/sending-caution';
import { number, people } from './words';

export type Confirming =
  | Readonly<{ kind: 'confirmed' }>
  /** What the person must type. */
  | Readonly<{ kind: 'ask'; question: string; expects: (typed: string) => boolean }>
  | Readonly<{ kind: 'refused'; sentence: string }>;

/** Whether a broadcast of this severity to so many may go, must be asked about, or must not go, by what was typed and who is there to ask. */
export function confirmRule(given: {
  count: number;
  severity: Severity;
  yes: boolean;
  confirm: number | null;
  isInteractive: boolean;
}): Confirming {
  const { count, severity, yes, confirm, isInteractive } = given;
  if (count === 0) return { kind: 'refused', sentence: 'Nobody belongs to this audience now.' };
  if (confirm !== null && confirm !== count) {
    return {
      kind: 'refused',
      sentence: `It would reach ${people(count)}, and not the ${number(confirm)} that --confirm says.`,
    };
  }
  // As on the page. Both are needed then: a number alone may stand in a script that was copied.
  const isTyped = needsTyping({ count, severity });
  if (yes && (!isTyped || confirm === count)) return { kind: 'confirmed' };
  if (!isInteractive) {
    const needed = isTyped ? `--yes and --confirm ${count}` : '--yes';
    return { kind: 'refused', sentence: `Nobody is there to confirm it: ${needed} would.` };
  }
  return isTyped
    ? {
        kind: 'ask',
        question: `Type ${count} to send it to ${people(count)}: `,
        expects: (typed) => typed.replaceAll(/[\s,.']/g, '') === String(count),
      }
    : {
        kind: 'ask',
        question: `Send it to ${people(count)}? Type yes: `,
        expects: (typed) => /^y(es)?$/i.test(typed.trim()),
      };
}
