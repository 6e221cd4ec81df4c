/** The row that a move goes to, or null when there is none. The ends do not wrap: a list has a top and a bottom. */
export function rowAfterMove(
  ids: readonly string[],
  from: string | null,
  move: 'next' | 'previous' | 'first' | 'last',
): string | null {
  const at = from === null ? -1 : ids.indexOf(from);
  if (move === 'first') return ids[0] ?? null;
  if (move === 'last') return ids.at(-1) ?? null;
  // The first ↓ (or ↑) enters the list.
  if (at === -1) return ids[0] ?? null;
  if (move === 'next') return ids[Math.min(at + 1, ids.length - 1)] ?? null;
  return ids[Math.max(at - 1, 0)] ?? null;
}

/**
 * Where focus goes when its row leaves the list: the next row that is still there, else the previous one,
 * else null (then the heading takes it).
 */
export function rowAfterRemoval(
  before: readonly string[],
  after: readonly string[],
  gone: string,
): string | null {
  const at = before.indexOf(gone);
  const still = new Set(after);
  const next = before.slice(at + 1).find((id) => still.has(id));
  if (next !== undefined) return next;
  return before.slice(0, Math.max(at, 0)).findLast((id) => still.has(id)) ?? null;
}

/** The one row that Tab reaches: the one last focused while it is there, else the first. */
export function tabStop(ids: readonly string[], last: string | null): string | null {
  return last !== null && ids.includes(last) ? last : (ids[0] ?? null);
}
