import type { Screen } from './screen';

/** Ctrl-C, kept until somebody has an answer to it. */
export type Interrupts = Readonly<{
  pending(): boolean;
  /** What was pressed so far has been seen to. */
  answered(): void;
  /** From here on Ctrl-C ends the process again. */
  release(): void;
}>;

/** Keeps Ctrl-C from ending the process in the middle of something that can still be taken back. */
export function catchInterrupts(screen: Pick<Screen, 'onInterrupt'>): Interrupts {
  let pressed = false;
  const release = screen.onInterrupt(() => {
    pressed = true;
  });
  return {
    pending: () => pressed,
    answered: () => {
      pressed = false;
    },
    release,
  };
}
