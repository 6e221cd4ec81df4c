import pino, { type Logger } from 'pino';
import type { LogLevel } from '@/lib/env';

/**
 * One JSON line an entry on standard output. Secrets and people's texts are never handed to it; what could
 * carry one by accident is blanked all the same, three levels deep. JSON also keeps a title with line breaks or escape
 * sequences from forging an entry.
 */
export function createLogger(level: LogLevel, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: BLANKED, censor: '[blanked]' },
  };
  return destination ? pino(options, destination) : pino(options, pino.destination({ dest: 1, sync: true }));
}

/** As deep as what is logged here goes: an entry, a thing in it, a part of that thing (the headers of a request). */
const BLANKED = ['', '*.', '*.*.'].flatMap((above) =>
  ['password', 'secret', 'authorization', 'cookie', 'token', 'auth'].map((name) => `${above}${name}`),
);
