import { cpus } from 'node:os';
import type { Row } from './figures';

/** The rows as a table of Markdown: what people read, and what the docs take over as it stands. */
export function markdown(rows: readonly Row[]): string {
  const head = ['', 'median', 'p99', 'raw', '× raw', 'target', 'reached'];
  const body = rows.map(({ what, unit, value, p99, raw, ratio, target }) => [
    what,
    text(value, unit),
    p99 === undefined ? '–' : text(p99, unit),
    raw === undefined ? '–' : text(raw, unit),
    ratio === undefined ? '–' : ratio.toFixed(2),
    target?.promise ?? '–',
    target ? (target.isReached ? 'yes' : '**no**') : '–',
  ]);
  const widths = head.map((title, at) =>
    Math.max(title.length, 3, ...body.map((cells) => cells[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** The same for programs, in one line. */
export function json(rows: readonly Row[], run: object): string {
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model ?? 'unknown' };
  return JSON.stringify({ bench: 'realtime', at: new Date().toISOString(), machine, ...run, rows });
}

function text(value: number, unit: Row['unit']): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const number = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return unit === '' ? number : unit === '/s' ? `${number}/s` : `${number} ${unit}`;
}
