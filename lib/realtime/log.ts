/** As much of a logger as is used here; pino's satisfies it. */
export type Log = Readonly<{
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}>;
