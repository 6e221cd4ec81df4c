import 'server-only';
import * as z from 'zod';

/**
 * The text that was on screen when somebody acted on a row: the row's `editedAt` then. Where another text asks to be
 * read since, and was not seen yet, the act does nothing. Left out, the act is about whatever stands there.
 */
export const shownInput = z.strictObject({
  editedAt: z.iso.datetime('This must be the editedAt of a notification, or null.').nullable().optional(),
});

export type Shown = z.infer<typeof shownInput>;
