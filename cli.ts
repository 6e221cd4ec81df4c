import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTerminal } from './lib/terminal/run-terminal';
import { processScreen } from './lib/terminal/screen';

/** Administration from a terminal: `node dist/cli.mjs --help`. What it can do is in `lib/terminal`. */
process.umask(0o077);
process.exitCode = await runTerminal({
  argv: process.argv.slice(2),
  environment: process.env,
  screen: processScreen(),
  // The bundle stands in `dist/`; the migrations stand in the project.
  projectDir: dirname(fileURLToPath(import.meta.url)).replace(/[\\/]dist([\\/]dev)?$/, ''),
});
