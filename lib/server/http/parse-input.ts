import 'server-only';
import * as z from 'zod';
import { AppError, type FieldError } from '@/lib/errors';

const nothing = z.strictObject({});

/** The input as the schema wants it; throws `invalid` that names every field that is wrong, in the sender's words. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input, { error: plainly });
  if (parsed.success) return parsed.data;
  throw new AppError('invalid', 'Some of what was sent is not right.', {
    errors: parsed.error.issues.flatMap(fieldErrors),
  });
}

/** What JSON's kinds of values are called by people. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** Only for what no schema says better itself. */
function plainly(issue: { code?: string; input?: unknown; expected?: unknown }): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.input === undefined) return 'This is required.';
  return `This must be ${KINDS[String(issue.expected)] ?? 'something else'}.`;
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'There is no such field.',
    }));
  }
  return [{ path: issue.path.join('.'), message: issue.message }];
}

/** Throws `invalid` that names every field of an input that takes none. */
export function refuseFields(input: unknown): void {
  parseInput(nothing, input);
}
