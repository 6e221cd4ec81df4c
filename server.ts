import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The one process. `node dist/server.mjs` is production; `--demo` adds the demo's accounts and data, `--dev`
 * hot reload. What it is made of is in `lib/process`.
 */
const development = process.argv.includes('--dev');
// Next and React choose their build by this, when they are first imported: hence before the import below.
Object.assign(process.env, {
  NODE_ENV: development ? 'development' : 'production',
  NEXT_TELEMETRY_DISABLED: '1',
});

const { runBelfry } = await import('./lib/process/run');
await runBelfry({
  environment: process.env,
  mode: development ? 'development' : 'production',
  demo: process.argv.includes('--demo'),
  // The bundle stands in `dist/` or `dist/dev/`; the pages and the migrations stand in the project.
  projectDir: dirname(fileURLToPath(import.meta.url)).replace(/[\\/]dist([\\/]dev)?$/, ''),
});
