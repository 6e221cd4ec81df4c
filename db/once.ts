/**
 * A request that may come more than once and is to be done once. The work and its answer are kept in one transaction;
 * the same request again is given that answer. Throws `unprocessable` where the key has named another request.
 */
export type Once = {
  /** Whose key it is: `user:<id>` or `key:<id>`. */
  readonly principal: string;
  readonly key: string;
  /** What was asked; equal for the same request only. */
  readonly fingerprint: string;
  /** Set by the store: whether the answer is that of an earlier request, and nothing was done now. */
  replayed: boolean;
};

export type Answers = {
  /** What the same request was answered before; null when it is new. Throws like every method that takes `once`. */
  findAnswer(once: Once): Promise<{ readonly answer: unknown } | null>;
};
