import pino, { type Logger } from 'pino';
import type { LogLevel } from '@/lib/env';

/**
 * One JSON line an entry on standard output. Secrets and people's texts are never handed to it; what could
 * carry one by accident is blanked all the same. JSON also keeps a title with line breaks or escape
 * sequences from forging an entry.
 */
export function createLogger(level: LogLevel, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['*.password', '*.secret', '*.authorization', '*.cookie', '*.token', '*.auth'],
      censor: '[blanked]',
    },
  };
  return destination ? pino(options, destination) : pino(options, pino.destination({ dest: 1, sync: true }));
}
