import type { Notification, RemovedFor } from '@/lib/inbox/notification';
import type { Once } from './once';
import type { Mutation } from './store';

/** A notification of the viewer's, as its own address finds it; a tombstone says why it is gone. */
export type Found =
  | Readonly<{ state: 'present' | 'archived'; item: Notification }>
  | Readonly<{ state: RemovedFor; item: null }>;

export type Clicks = {
  /**
   * The viewer followed its link: clicked, read and seen from now on, each unless it was before. Undoing it makes it
   * unread and leaves that it was clicked. `url` is as it is stored, null when there is none. `not_found` for a row
   * that is not the viewer's or is gone. `once` and `editedAt` are as for `mark`.
   */
  click(
    viewerId: string,
    click: { id: string; editedAt?: string | null; operationId: string; once?: Once | null; now: number },
  ): Promise<Mutation & { readonly url: string | null }>;
  /** One notification, whether it is archived or gone; null for what is not the viewer's, or was purged. */
  findNotification(viewerId: string, asked: { id: string; now: number }): Promise<Found | null>;
};
