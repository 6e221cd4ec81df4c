import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { bundlePusherServer } from '@/scripts/bundle-server.mjs';

/** One run of the real bundle in a process of its own, gone when the test is. */
export type Command = {
  readonly stdout: string[];
  readonly stderr: string[];
  /** The port it listens on; rejects with what it said when it ends instead. */
  readonly port: Promise<number>;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
};

/** Bundles into a folder that has no packages above it, so that what runs there needs none. */
export async function bundleForTests(): Promise<{ file: string; remove: () => void }> {
  const outdir = mkdtempSync(join(tmpdir(), 'pusher-server-'));
  await bundlePusherServer({ outdir });
  return {
    file: join(outdir, 'pusher-server.mjs'),
    remove: () => rmSync(outdir, { recursive: true, force: true }),
  };
}

/** Runs it with these flags and variables, on a free port unless told otherwise. */
export function runCommand(
  file: string,
  flags: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): Command {
  const child = spawn(process.execPath, [file, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { NODE_ENV: 'production', PORT: '0', ...variables },
  });
  const stdout: string[] = [];
  const stderr: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const ended = new Promise<number | string>((resolve) => {
    // `close`, not `exit`: by then everything it said has been read.
    child.on('close', (code, signal) => resolve(signal ?? code ?? 0));
  });
  const port = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      stdout.push(line);
      const listening = /"port":(\d+).*"msg":"listening"/.exec(line)?.[1];
      if (listening !== undefined) resolve(Number(listening));
    });
    void ended.then((how) => reject(new Error(`It ended with ${how}:\n${stderr.join('\n')}`)));
  });
  // Whoever does not ask for the port wants to see it end.
  port.catch(() => undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { stdout, stderr, port, ended, kill: (signal) => child.kill(signal) };
}
