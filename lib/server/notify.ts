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
    .array(z.string().trim().toLowerCase().min(1, 'This must not be empty.').max(320))
    .min(1, 'Name at least one recipient.')
    .max(RECIPIENTS_MAX, `Name at most ${RECIPIENTS_MAX} recipients.`),
  ...contentFields,
});

/**
 * Puts one notification into each recipient's inbox, all or none; a person named twice gets one. Answers
 * each recipient as first named, with the notification's id. Administrators, and API keys with `notify:send`.
 * Throws `invalid` that names every unknown recipient.
 */
export async function notify(
  caller: Caller,
  input: z.infer<typeof notifyInput>,
): Promise<{ ids: readonly { readonly recipient: string; readonly id: string }[] }> {
  requireAdminOrScope(caller, 'notify:send');
  const { recipients, ...content } = input;
  const { store, now } = context();
  const people = await store.resolveRecipients(recipients);
  refuseUnknown(recipients, people);

  const references = new Map<string, string>();
  for (const reference of recipients) {
    const userId = people.get(reference);
    if (userId !== undefined && !references.has(userId)) references.set(userId, reference);
  }
  const { ids } = await store.append({
    recipients: [...references.keys()].map((userId) => ({ userId, id: uuidv7() })),
    content,
    now: now(),
  });
  return { ids: ids.map(({ recipient, id }) => ({ recipient: references.get(recipient) ?? recipient, id })) };
}

function refuseUnknown(recipients: readonly string[], people: ReadonlyMap<string, string>): void {
  const errors = recipients.flatMap((reference, index) =>
    people.has(reference)
      ? []
      : [{ path: `recipients.${index}`, message: 'Nobody here has this id or address.' }],
  );
  if (errors.length > 0) throw new AppError('invalid', 'Some recipients are not known here.', { errors });
}
