import 'server-only';
import * as z from 'zod';

/** What is looked for, as a person typed it; empty narrows nothing. */
export const searchField = z
  .string()
  .max(100, 'This may have at most 100 characters.')
  .transform((text) => text.trim() || null)
  .nullable()
  .default(null);
