import 'server-only';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import type { Once } from '@/db/once';
import { AppError } from '@/lib/errors';
import { labelHasLink } from '@/lib/inbox/link-label';
import { actorOf } from './actor';
import { answeredBefore } from './answered-before';
import { type Caller, requireAdminOrScope } from './caller';
import { contentFields, LABEL_REFUSED } from './content-schema';
import { context } from './context';

/** People in one call; more are several calls, or a broadcast. */
const RECIPIENTS_MAX = 1_000;

export const notifyInput = z
  .strictObject({
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
  })
  .refine(labelHasLink, LABEL_REFUSED);

type Notified = { ids: readonly { readonly recipient: string; readonly id: string }[] };

/**
 * Puts one notification into each recipient's inbox, all or none; a person named twice gets one. Answers
 * each recipient exactly as first sent, with the notification's id. What a person sends to others is in the audit log;
 * what a program sends is not: every notification says what came, and the request log from whom. Administrators, and API keys with `notify:send`.
 * Throws `invalid` that names every unknown recipient.
 */
export async function notify(
  caller: Caller,
  input: z.infer<typeof notifyInput>,
  once: Once | null = null,
): Promise<Notified> {
  requireAdminOrScope(caller, 'notify:send');
  const { recipients, ...content } = input;
  const { store, now } = context();
  const people = await store.resolveRecipients(recipients.map(referenceOf));
  // After the look at the people: whoever is gone by then was there when the first answer was given.
  const answered = await answeredBefore<Notified>(once);
  if (answered) return answered;
  refuseUnknown(recipients, people);

  const spellings = new Map<string, string>();
  for (const sent of recipients) {
    const userId = people.get(referenceOf(sent));
    if (userId !== undefined && !spellings.has(userId)) spellings.set(userId, sent);
  }
  const isToOthers = caller.kind === 'viewer' && [...spellings.keys()].some((id) => id !== caller.viewer.id);
  return store.append({
    ...(isToOthers && { by: actorOf(caller.viewer) }),
    recipients: [...spellings].map(([userId, calledAs]) => ({ userId, id: uuidv7(), calledAs })),
    content,
    once,
    now: now(),
  });
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
