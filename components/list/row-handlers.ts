import type { Row } from '@/lib/client/inbox';

/** What a row can ask for. The same functions for the life of a list, so that rows are not drawn again. */
export type RowHandlers = Readonly<{
  /** It was opened: followed, or unfolded. */
  open(row: Row): void;
  read(row: Row): void;
  unread(row: Row): void;
  archive(row: Row): void;
  restore(row: Row): void;
  retry(row: Row): void;
}>;
