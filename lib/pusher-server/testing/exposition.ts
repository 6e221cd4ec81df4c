/** One sample of the text format, with its labels as they were before escaping. */
export type ParsedSample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

/** The families of one text, by name. */
export type ParsedFamilies = ReadonlyMap<
  string,
  { readonly type: string; readonly help: string; readonly samples: readonly ParsedSample[] }
>;

/**
 * Reads the Prometheus text format 0.0.4 (prometheus.io, "Exposition formats"), stricter than a scraper: every
 * family has its HELP, then its TYPE, then its samples in one group; counters end in `_total` and are never
 * negative; no family and no set of labels comes twice; the last line ends in a line feed.
 * @throws Error naming the line.
 */
export function parseExposition(text: string): ParsedFamilies {
  const families = new Map<string, { type: string; help: string; samples: ParsedSample[] }>();
  if (!text.endsWith('\n')) throw new Error('The last line does not end');
  const lines = text.slice(0, -1).split('\n');
  let current = '';
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const [, helped, help] = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)*)$/.exec(line) ?? [];
    if (helped !== undefined) {
      const [, typed, type] = /^# TYPE (\S+) (counter|gauge)$/.exec(lines[++at] ?? '') ?? [];
      if (typed !== helped || !type) throw new Error(`No TYPE follows: ${line}`);
      if (families.has(helped)) throw new Error(`Twice: ${helped}`);
      if ((type === 'counter') !== helped.endsWith('_total')) throw new Error(`Named wrongly: ${helped}`);
      families.set(helped, { type, help: unescaped(help ?? ''), samples: [] });
      current = helped;
      continue;
    }
    const sample = parseSample(line);
    const family = families.get(current);
    if (sample.name !== current || !family) throw new Error(`Not in its family: ${line}`);
    const key = JSON.stringify(sample.labels);
    if (family.samples.some(({ labels }) => JSON.stringify(labels) === key))
      throw new Error(`Twice: ${line}`);
    if (family.type === 'counter' && sample.value < 0) throw new Error(`Negative: ${line}`);
    family.samples.push(sample);
  }
  return families;
}

function parseSample(line: string): ParsedSample {
  const [, name, labelText, value] =
    /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.+)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(line) ?? [];
  if (name === undefined) throw new Error(`Not a sample: ${line}`);
  return { name, labels: parseLabels(labelText ?? '', line), value: Number(value) };
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  const pair = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\\\|\\"|\\n)*)"(?:,|$)/y;
  while (pair.lastIndex < text.length) {
    const [, label = '', value = ''] = pair.exec(text) ?? [];
    if (label === '' || label in labels) throw new Error(`Labels: ${line}`);
    labels[label] = unescaped(value);
  }
  return labels;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}
