const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** How long an answer is kept for the same request. Twice what is promised, so that a slow clock breaks no promise. */
export const KEYS_KEPT_MS = 48 * HOUR_MS;
/** How long an act can be undone, and its id is known. */
export const OPERATIONS_KEPT_MS = 30 * DAY_MS;
/** How long a session is kept after the time at which it ends by itself, signed out of before or not. */
export const SESSIONS_KEPT_MS = 30 * DAY_MS;
/** How long an absent client is still told row by row what was taken back; after that it begins anew. */
export const TOMBSTONES_KEPT_MS = 30 * DAY_MS;
/** How long a one-time link is listed and known after it was made: far longer than any is good for. */
export const INVITATIONS_KEPT_MS = 37 * DAY_MS;
