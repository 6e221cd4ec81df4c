import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BelfryProcess, projectRoot } from './belfry-process';
import { EMBEDDED, expect, test } from './fixtures';

/** What this application leaves off, and the cases that wait for half a minute of silence. */
const LEFT_OUT = 'client-events,subscription-counts,webhooks,heartbeat';

test(
  'the application’s own realtime server conforms to the protocol, with its guards and limits on',
  EMBEDDED,
  async ({ belfry }) => {
    test.setTimeout(180_000);
    const { code, said } = await conformance(belfry, ['--skip', LEFT_OUT, '--timeout', '30000']);
    expect(said.split('\n').filter((line) => /^(not ok| {2}\w)/.test(line))).toEqual([]);
    expect(said).toMatch(/# \d+ cases: [1-9]\d+ ok, 0 not ok, \d+ skipped/);
    expect(code).toBe(0);
  },
);

/** Runs the conformance suite's command against the process, and answers what it said. */
function conformance(
  { url, dataDir }: BelfryProcess,
  flags: readonly string[],
): Promise<{ code: number | null; said: string }> {
  const { hostname, port } = new URL(url);
  const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'));
  const command = join(projectRoot, 'lib/pusher-server/conformance/cli.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', command, ...flags], {
    cwd: projectRoot,
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      PUSHER_HOST: hostname,
      PUSHER_PORT: port,
      PUSHER_APP_ID: secrets.pusherAppId,
      PUSHER_KEY: secrets.pusherKey,
      PUSHER_SECRET: secrets.pusherSecret,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}
