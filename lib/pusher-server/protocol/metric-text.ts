/** One metric with what is known of it: a line each for help and type, and one for every sample. */
export type MetricFamily = {
  /** `[a-zA-Z_:][a-zA-Z0-9_:]*`; a counter's ends in `_total`. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  readonly help: string;
  readonly samples: readonly MetricSample[];
};

/** A value, and what tells it from the other samples of its family. */
export type MetricSample = {
  readonly labels?: Readonly<Record<string, string>>;
  /** Finite: JavaScript and the format spell infinity differently. */
  readonly value: number;
};

/**
 * Metrics in the text format of Prometheus, version 0.0.4 (prometheus.io, "Exposition formats"). The caller sees
 * to it that no name comes twice.
 */
export function metricFamilies(families: readonly MetricFamily[]): string {
  return families.map(familyText).join('');
}

function familyText({ name, type, help, samples }: MetricFamily): string {
  const lines = samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${value}\n`);
  return `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([label, value]) => `${label}="${escaped(value).replaceAll('"', '\\"')}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** A backslash and a line feed, everywhere; a quotation mark in labels only. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
