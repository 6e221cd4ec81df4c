import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { AppError } from '@/lib/errors';
import { type Caller, requireAdminOrScope } from './caller';
import { contentFields } from './content-schema';
import { context } from './context';

/** People in one call; more are several calls, or a broadcast. */
const RECIPIENTS_MAX = 1_000;

export const notifyInput = z.strictObject({
  recipients: z
    .array(
      // Checked without what surrounds it, kept as it was sent: that is how the answer names it.
      z
        .string()
        .refine((sent) => sent.trim() !== '', 'This must not be empty.')
        .refine((sent) => sent.trim().length <= 320, 'This may have at most 320 characters.'),
    )
    .min(1, 'Name at least one recipient.')
    .max(RECIPIENTS_MAX, `Name at most ${RECIPIENTS_MAX} recipients.`),
  ...contentFields,
});

/**
 * Puts one notification into each recipient's inbox, all or none; a person named twice gets one. Answers
 * each recipient exactly as first sent, with the notification's id. Administrators, and API keys with `notify:send`.
 * Throws `invalid` that names every unknown recipient.
 */
export async function notify(
  caller: Caller,
  input: z.infer<typeof notifyInput>,
): Promise<{ ids: readonly { readonly recipient: string; readonly id: string }[] }> {
  requireAdminOrScope(caller, 'notify:send');
  const { recipients, ...content } = input;
  const { store, now } = context();
  const people = await store.resolveRecipients(recipients.map(referenceOf));
  refuseUnknown(recipients, people);

  const spellings = new Map<string, string>();
  for (const sent of recipients) {
    const userId = people.get(referenceOf(sent));
    if (userId !== undefined && !spellings.has(userId)) spellings.set(userId, sent);
  }
  const { ids } = await store.append({
    recipients: [...spellings.keys()].map((userId) => ({ userId, id: uuidv7() })),
    content,
    now: now(),
  });
  return { ids: ids.map(({ recipient, id }) => ({ recipient: spellings.get(recipient) ?? recipient, id })) };
}

/** Ids and addresses are kept in lower case. */
function referenceOf(sent: string): string {
  return sent.trim().toLowerCase();
}

function refuseUnknown(recipients: readonly string[], people: ReadonlyMap<string, string>): void {
  const errors = recipients.flatMap((sent, index) =>
    people.has(referenceOf(sent))
      ? []
      : [{ path: `recipients.${index}`, message: 'Nobody here has this id or address.' }],
  );
  if (errors.length > 0) throw new AppError('invalid', 'Some recipients are not known here.', { errors });
}
