/** The HTTP statuses a refusal of this server can carry. */
export type RefusalStatus = 400 | 401 | 404 | 405 | 413 | 503;

/**
 * A refusal the caller of the HTTP API, or of `trigger`, is meant to read. `message` is a plain sentence
 * that never holds a secret or an expected signature; `status` is the answer over HTTP. Anything else
 * that is thrown is a defect.
 */
export class PusherError extends Error {
  override readonly name = 'PusherError';
  readonly status: RefusalStatus;

  constructor(status: RefusalStatus, sentence: string) {
    super(sentence);
    this.status = status;
  }
}
