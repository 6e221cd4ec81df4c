// The pages are bundled with their own copy of this module, so a refusal of the store is, to them, of another
// class. The mark is the same in every copy.
const MARK = Symbol.for('belfry.AppError');

/**
 * The expected refusals of the whole application. A use case or a store throws one, the edge turns it
 * into `application/problem+json`; anything else that is thrown is a defect and becomes a bare 500.
 */
export class AppError extends Error {
  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return typeof value === 'object' && value !== null && MARK in value;
  }

  readonly [MARK] = true;
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  /** For bad input: which field, in the sender's own words, and what is wrong with it. */
  readonly errors: readonly FieldError[];
  /** Facts the caller needs to go on (the new count, the seconds to wait); they become members of the problem. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;

  constructor(
    code: AppErrorCode,
    /** A plain sentence that may be shown to the person; never a secret, never another person's data. */
    sentence: string,
    more: {
      errors?: readonly FieldError[];
      facts?: Readonly<Record<string, string | number | boolean | null>>;
      cause?: unknown;
    } = {},
  ) {
    super(sentence, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.errors = more.errors ?? [];
    this.facts = more.facts ?? {};
  }
}

/** `path` names the field as it was sent: `recipients.2`, `audience.role`. */
export type FieldError = { readonly path: string; readonly message: string };

/** The code is the contract: programs branch on it, and each has one HTTP status. */
export const STATUS_OF = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  too_many: 429,
  unavailable: 503,
  storage_full: 507,
} as const;

export type AppErrorCode = keyof typeof STATUS_OF;
