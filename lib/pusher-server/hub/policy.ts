/** What the embedding application decides and wants to hear. A callback that throws is logged and survived. */
export type Policy = {
  /** Asked after a signature was accepted; false refuses all the same. */
  readonly mayJoin?: (socketId: string, channel: string) => boolean;
  /** Told once for every connection that was open. */
  readonly onClose?: (socketId: string) => void;
  readonly logger?: Logger;
};

/** The part of a pino logger that is used: an object of facts first, then a sentence. */
export type Logger = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
};
