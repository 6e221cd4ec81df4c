import { parseArgs } from 'node:util';
import { answerTime } from './answer-time';
import { arrivals } from './arrivals';
import type { Bench } from './bench';
import { bundleChildren } from './bundle';
import { fanOut } from './fan-out';
import type { Row } from './figures';
import { idle } from './idle';
import { memory } from './memory';
import { place } from './placement';
import { slowReaders } from './slow-readers';
import { sustained } from './sustained';
import { json, markdown } from './table';
import { triggers } from './triggers';

/**
 * `npm run bench:realtime -- [--only fan-out,memory] [--rounds 5] [--idle-minutes 10] [--quick] [--markdown]`:
 * the embedded realtime server beside a raw `ws` server and a bare `node:http` server. A table, then one line of
 * JSON; with `--markdown` the table alone. Ends with 1 when a target is missed.
 */
const MEASUREMENTS: Readonly<Record<string, (bench: Bench) => Promise<Row[]>>> = {
  'fan-out': fanOut,
  sustained,
  triggers,
  'answer-time': answerTime,
  memory,
  arrivals,
  'slow-readers': slowReaders,
  idle,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(MEASUREMENTS).join(',') },
    rounds: { type: 'string' },
    'idle-minutes': { type: 'string' },
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
});
const { quick } = values;
const only = values.only.split(',');
const unknown = only.filter((name) => !Object.hasOwn(MEASUREMENTS, name));
if (unknown.length > 0) {
  throw new Error(`--only takes ${Object.keys(MEASUREMENTS).join(', ')}; not ${unknown.join(', ')}`);
}

const bench: Bench = {
  files: await bundleChildren(),
  placement: place(),
  rounds: numberOf('rounds', values.rounds ?? (quick ? '2' : '5')),
  idleMinutes: numberOf('idle-minutes', values['idle-minutes'] ?? (quick ? '0.2' : '10')),
  quick,
  say: (text) => process.stderr.write(`${text}\n`),
};
const rows: Row[] = [];
for (const name of only) {
  const found = (await MEASUREMENTS[name]?.(bench)) ?? [];
  // A run is long: whoever waits, or stops it, has seen what was found so far.
  bench.say(markdown(found));
  rows.push(...found);
}

console.log(markdown(rows));
if (!values.markdown) {
  const { rounds, idleMinutes, placement } = bench;
  console.log(`\n${placement.said}; ${rounds} rounds${quick ? '; quick: not to be quoted' : ''}\n`);
  console.log(json(rows, { rounds, idleMinutes, quick, placement: placement.said }));
}
if (rows.some(({ target }) => target?.isReached === false)) process.exitCode = 1;

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${name} takes a number above zero, not ${text}`);
  return number;
}
