// Finds a Chromium for the browser tests and the screenshots, or installs one, or says which command to run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const INSTALL_TIMEOUT_MS = 300_000;

/** The path of a browser: `CHROMIUM_PATH`, Playwright's own download, the system's; installed when there is none. */
export function findBrowser() {
  return known() ?? install();
}

function known() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH names ${named}, which is not there.`);
  }
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  places.push('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium');
  return places.find((place) => existsSync(place));
}

function install() {
  process.stdout.write('No browser found: installing Chromium for the browser tests …\n');
  const root = process.getuid?.() === 0;
  const tries = [
    ['npx', ['playwright', 'install', ...(root ? ['--with-deps'] : []), 'chromium']],
    ...(root
      ? [
          [
            'sh',
            [
              '-c',
              'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-liberation',
            ],
          ],
        ]
      : []),
  ];
  for (const [command, args] of tries) {
    spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: INSTALL_TIMEOUT_MS });
    const found = known();
    if (found) return found;
  }
  throw new Error(
    'No browser could be installed. Run `npx playwright install --with-deps chromium`, or install Chromium with your system’s package manager, or set CHROMIUM_PATH to one.',
  );
}

/** Root has no sandbox to give a browser; and a test browser has nobody to phone. */
export const browserArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
