import type { Logger } from '../hub/policy';

/** The levels that can be asked for, the least important first; the same words as pino's. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
/** A line of JSON for programs, or one for people. */
export type LogForm = 'json' | 'text';

/**
 * One line an entry, written at once. A pino would do the same for some megabytes and a dependency. Values
 * are JSON in both forms, so that nothing a stranger sends can begin a line of its own.
 */
export function createLineLogger(parts: {
  readonly form: LogForm;
  readonly level: LogLevel;
  readonly write: (line: string) => void;
  readonly now?: () => Date;
}): Logger {
  const { form, level, write, now = () => new Date() } = parts;
  const line = form === 'json' ? jsonLine : textLine;
  const entry = (entryLevel: LogLevel) => (facts: object, message: string) => {
    if (LOG_LEVELS.indexOf(entryLevel) < LOG_LEVELS.indexOf(level)) return;
    write(`${line({ level: entryLevel, time: now().toISOString(), facts: readable(facts), message })}\n`);
  };
  return { info: entry('info'), warn: entry('warn'), error: entry('error') };
}

type Entry = {
  readonly level: LogLevel;
  readonly time: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly message: string;
};

function jsonLine({ level, time, facts, message }: Entry): string {
  return JSON.stringify({ level, time, ...facts, msg: message });
}

function textLine({ level, time, facts, message }: Entry): string {
  const words = Object.entries(facts).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [time, level.toUpperCase().padEnd(5), message, ...words].join(' ');
}

/** An Error has nothing that JSON would show, so its parts are named. */
function readable(facts: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, value instanceof Error ? errorParts(value) : value]),
  );
}

function errorParts({ name, message, stack, cause }: Error): object {
  return { type: name, message, stack, ...(cause instanceof Error ? { cause: cause.message } : {}) };
}
