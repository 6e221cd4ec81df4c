import type { RowHandlers } from './row-handlers';

const nothing = () => undefined;

/** For a row that is only a picture: nothing in it does anything. */
export const NO_HANDLERS: RowHandlers = {
  open: nothing,
  read: nothing,
  unread: nothing,
  archive: nothing,
  restore: nothing,
  retry: nothing,
};
