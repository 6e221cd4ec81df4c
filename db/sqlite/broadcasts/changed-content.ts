import { AppError } from '@/lib/errors';
import { LABEL_WITHOUT_LINK, labelHasLink } from '@/lib/inbox/link-label';
import type { Content } from '@/lib/inbox/notification';
import { type BroadcastRow, revisedContent } from './broadcast-row';

/**
 * The text of a broadcast with a change laid over it. Throws `invalid` when the two do not go together, which only the
 * transaction of the change can know: another change may have taken away what this one was made for.
 */
export function changedContent(row: BroadcastRow, change: Partial<Content>): Required<Content> {
  const content = revisedContent(row, change);
  if (labelHasLink(content)) return content;
  const errors = [{ path: 'linkLabel', message: LABEL_WITHOUT_LINK }];
  throw new AppError('invalid', LABEL_WITHOUT_LINK, { errors });
}
