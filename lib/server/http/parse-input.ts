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

/** Only for what no schema says better itself. */
function plainly(issue: { code?: string; input?: unknown }): string | undefined {
  return issue.code === 'invalid_type' && issue.input === undefined ? 'This is required.' : undefined;
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
