import type { Logger } from '../hub/policy';

/** As much of a process as ends one. */
export type Ending = {
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
  exit(code: number): void;
};

/**
 * Stops once, on SIGTERM or SIGINT, and exits with 0. A second signal ends at once, and so does the deadline;
 * both exit with 1, because somebody was cut off.
 */
export function stopOnSignals(parts: {
  readonly process: Ending;
  readonly stop: () => Promise<void>;
  readonly withinMs: number;
  readonly logger: Logger;
}): void {
  const { process, stop, withinMs, logger } = parts;
  let isStopping = false;
  const onSignal = (signal: string) => {
    if (isStopping) return process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');
    const deadline = setTimeout(() => {
      logger.error({ withinMs }, 'not stopped in time');
      process.exit(1);
    }, withinMs);
    stop().then(
      () => {
        clearTimeout(deadline);
        logger.info({}, 'stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => onSignal('SIGTERM'));
  process.on('SIGINT', () => onSignal('SIGINT'));
}
