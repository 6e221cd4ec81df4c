import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const API = fileURLToPath(new URL('.', import.meta.url));

/** What answers 201 and takes no key, and why doing it twice does no harm. */
const WITHOUT_A_KEY: Readonly<Record<string, string>> = {
  setup: 'nobody is there whose key it could be, and the second time is refused',
  'invitations/acceptance': 'nobody is there whose key it could be, and a link works once',
  'operator/sessions': 'a proof opens one session and no second',
  'realtime/round-trips': 'nothing is stored',
};

test('whatever creates takes an Idempotency-Key, and hands it on', () => {
  const creating = readdirSync(API, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/route.ts'))
    .map((file) => ({
      route: file.slice(0, -'/route.ts'.length),
      text: readFileSync(join(API, file), 'utf8'),
    }))
    .filter(({ text }) => text.includes('status: 201'));
  expect(creating.length).toBeGreaterThan(3);
  const without = creating.filter(
    ({ text }) => !(/once: 'key'/.test(text) && /run: \([^)]*\bonce\b/.test(text)),
  );
  expect(without.map(({ route }) => route).sort()).toEqual(Object.keys(WITHOUT_A_KEY).sort());
});
