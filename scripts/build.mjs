// Builds the pages (.next), the server (dist/server.mjs) and the realtime server alone (dist/pusher-server.mjs), unless the sources are those of the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundlePusherServer, bundleServer } from './bundle-server.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'dist', 'build-stamp');

/** Whatever can change the result of a build. */
const SOURCES = [
  'app',
  'components',
  'lib',
  'db',
  'public',
  'scripts/build.mjs',
  'scripts/bundle-server.mjs',
];
const ROOT_FILES =
  /^(package(-lock)?\.json|tsconfig\.json|server\.ts|cli\.ts|instrumentation\.ts|(next|postcss)\.config\.mjs)$/;
const NOT_BUILT = /\.(test|contract)\.tsx?$/;

const BUILT = ['.next/BUILD_ID', 'dist/server.mjs', 'dist/pusher-server.mjs'];

/** Builds when needed; answers whether it did. Throws when a step fails. */
export async function build({ onStart = () => undefined } = {}) {
  const stamp = sourceStamp();
  if (isBuilt(stamp)) return false;
  onStart();
  rmSync(stampFile, { force: true });
  const next = spawnSync(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (next.status !== 0) {
    throw new Error('The pages could not be built.');
  }
  await bundleServer();
  await bundlePusherServer();
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

function isBuilt(stamp) {
  if (!BUILT.every((file) => existsSync(join(root, file)))) return false;
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

function sourceStamp() {
  const hash = createHash('sha256').update(process.version);
  const files = readdirSync(root)
    .filter((name) => ROOT_FILES.test(name))
    .map((name) => join(root, name));
  for (const source of SOURCES) files.push(...filesBelow(join(root, source)));
  for (const file of files.sort())
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (/\.[a-z]+$/.test(path)) return NOT_BUILT.test(path) ? [] : [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !NOT_BUILT.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const built = await build();
  process.stdout.write(
    built ? 'Built. Start it with: node dist/server.mjs\n' : 'Nothing changed since the last build.\n',
  );
}
