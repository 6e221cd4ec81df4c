/** One field of what is recorded of an object: what it was and what it became. Undefined where there was, or is, none. */
export type FieldChange = Readonly<{ field: string; before: unknown; after: unknown }>;

/** Far more than any entry has; an entry that somebody wrote into the file may have anything. */
const FIELDS_MAX = 200;
const DEPTH_MAX = 6;

/**
 * The fields in which two records differ, by their path (`audience.groups`), in the order of the first and then of the
 * second. A list is one value. A record that is no object at all is a field without a name.
 */
export function auditChanges(before: unknown, after: unknown): readonly FieldChange[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].slice(0, FIELDS_MAX);
  return names
    .map((field) => ({ field, before: was.get(field), after: is.get(field) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

function fieldsOf(record: unknown): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>();
  if (record !== null && record !== undefined) gather(record, [], fields);
  return fields;
}

function gather(value: unknown, path: readonly string[], into: Map<string, unknown>): void {
  if (!isObject(value) || path.length >= DEPTH_MAX) {
    into.set(path.join('.'), value);
    return;
  }
  for (const [name, member] of Object.entries(value)) gather(member, [...path, name], into);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
