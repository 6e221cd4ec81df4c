/** Those of these fields that the address gives something for: a form sends the empty ones too. */
export function filledIn(
  asked: Readonly<Record<string, string | string[] | undefined>>,
  fields: readonly string[],
): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const field of fields) {
    const value = asked[field];
    if (typeof value === 'string' && value.trim() !== '') filled[field] = value;
  }
  return filled;
}
