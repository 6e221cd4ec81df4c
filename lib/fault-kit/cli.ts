import { parseArgs } from 'node:util';
import { openControlPort } from './control';
import { parseFault } from './fault';
import { openFaultProxy } from './proxy';

const HELP = `A TCP line that can be made bad, and a port that says how.

  npm run fault-proxy -- --to localhost:3000 [--listen 4000] [--control 4001]

  --to <host:port>       where connections lead
  --listen <port>        where clients connect; a free port unless given
  --control <port>       where it is steered; a free port unless given
  --mode <fault>         a fault to begin with, as JSON: '{"mode":"delay","ms":200}'
  --seed <number>        repeats the jitters of an earlier run
`;

/** Runs until it is interrupted. What cannot be done is one sentence and ends with 2. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      to: { type: 'string' },
      listen: { type: 'string', default: '0' },
      control: { type: 'string', default: '0' },
      mode: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || values.to === undefined) {
    process.stdout.write(HELP);
    process.exit(values.help ? 0 : 2);
  }
  const proxy = await openFaultProxy({
    to: addressOf(values.to),
    port: numberOf('--listen', values.listen, 65_535),
    ...(values.seed === undefined ? {} : { seed: numberOf('--seed', values.seed, 2 ** 32 - 1) }),
  });
  if (values.mode !== undefined) {
    const { fault, direction } = parseFault(JSON.parse(values.mode));
    await proxy.set(fault, direction ?? undefined);
  }
  const control = await openControlPort(proxy, { port: numberOf('--control', values.control, 65_535) });
  const { seed, to } = proxy.state();
  process.stdout.write(
    `127.0.0.1:${proxy.port} leads to ${to.host}:${to.port} (seed ${seed}); steer it at http://127.0.0.1:${control.port}\n`,
  );
}

function addressOf(text: string): { host: string; port: number } {
  const at = text.lastIndexOf(':');
  return {
    host: text.slice(0, at).replace(/^\[|\]$/g, ''),
    port: numberOf('--to', text.slice(at + 1), 65_535),
  };
}

function numberOf(name: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= max) return number;
  throw new Error(`${name} needs a number up to ${max}, not "${text}".`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
