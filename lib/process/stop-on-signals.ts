import type { Logger } from 'pino';

/** Everything must have ended by then: a supervisor that waits ten seconds before it kills never has to. */
export const STOP_WITHIN_MS = 9_500;

/** Stops once, gracefully, on SIGTERM or SIGINT, and exits with 0; a second signal or the deadline exits with 1. */
export function stopOnSignals(process_: {
  stop: () => Promise<void>;
  logger: Logger;
  exit?: (code: number) => void;
  on?: (signal: 'SIGTERM' | 'SIGINT', listener: () => void) => void;
}): void {
  const exit = process_.exit ?? ((code) => process.exit(code));
  const on = process_.on ?? ((signal, listener) => process.on(signal, listener));
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return exit(1);
    stopping = true;
    process_.logger.info({ signal }, 'stopping');
    const deadline = setTimeout(() => {
      process_.logger.error('not stopped in time');
      exit(1);
    }, STOP_WITHIN_MS);
    deadline.unref();
    process_.stop().then(
      () => {
        process_.logger.info('stopped');
        exit(0);
      },
      (error: unknown) => {
        process_.logger.error({ err: error }, 'stopping failed');
        exit(1);
      },
    );
  };
  on('SIGTERM', () => stop('SIGTERM'));
  on('SIGINT', () => stop('SIGINT'));
}
