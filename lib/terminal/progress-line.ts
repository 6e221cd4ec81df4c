import { number } from './words';

const BAR = 24;

export type Progress = Readonly<{ delivered: number; targeted: number; skipped: number }>;

/** `[████████░░░░]  412 of 1,284 delivered`, or the words alone where they fill the line. Never wider than the terminal. */
export function progressLine(progress: Progress, columns: number): string {
  const words = progressWords(progress);
  // One column stays free: in the last one some terminals begin a new line.
  const room = columns - 1;
  const line = `[${bar(progress)}] ${words}`;
  return (line.length <= room ? line : words).slice(0, Math.max(room, 1));
}

/** `412 of 1,284 delivered, 3 skipped`. */
export function progressWords({ delivered, targeted, skipped }: Progress): string {
  const left = skipped === 0 ? '' : `, ${number(skipped)} skipped`;
  return `${number(delivered)} of ${number(targeted)} delivered${left}`;
}

/** Full only when it is: the last step is not rounded up to. */
function bar({ delivered, targeted }: Progress): string {
  const share = targeted <= 0 ? 1 : Math.min(1, Math.max(0, delivered / targeted));
  const filled = Math.floor(share * BAR);
  return '█'.repeat(filled) + '░'.repeat(BAR - filled);
}
