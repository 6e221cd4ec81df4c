/** What stands in the address of a page. */
export type Asked = Record<string, string | string[] | undefined>;

/** What is looked for, and where the page begins. */
export function asked({ q, before }: Asked): { q: string | null; before: string | null } {
  return { q: oneOf(q)?.trim().slice(0, 100) || null, before: oneOf(before) || null };
}

/** The address of the next page. */
export function nextPath(path: string, q: string | null, next: string): string {
  return `${path}?${new URLSearchParams({ ...(q !== null && { q }), before: next })}`;
}

function oneOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
