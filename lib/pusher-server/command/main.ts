import { runCommand } from './run';

/** Written in by the bundler, from the package's own file. */
declare const PUSHER_SERVER_VERSION: string;

// Whoever read the log may be gone; that is no reason to end everybody's connection.
process.stdout.on('error', () => undefined);

await runCommand({
  argv: process.argv.slice(2),
  environment: process.env,
  version: PUSHER_SERVER_VERSION,
  process,
});
