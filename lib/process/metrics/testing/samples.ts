/**
 * The values of a text of metrics by name and labels, written as they stand with the labels in the order of their names.
 * Throws for a line that is neither a comment nor a sample, and for a sample that comes twice.
 */
export function samplesOf(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of text.split('\n').filter((one) => one !== '' && !/^# (HELP|TYPE) /.test(one))) {
    const [, name, labels, value] =
      /^([a-zA-Z_:]\w*)(?:\{([^}]*)\})? (-?[\d.e+-]+|NaN|Nan)$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`No sample: ${line}`);
    const sorted = labels === undefined ? '' : `{${labels.split(',').sort().join(',')}}`;
    if (found.has(name + sorted)) throw new Error(`Twice: ${line}`);
    found.set(name + sorted, Number(value));
  }
  return found;
}
