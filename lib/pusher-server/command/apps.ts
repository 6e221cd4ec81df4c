import { randomBytes, randomInt } from 'node:crypto';
import { checkedApps, type PusherApp } from '../options';
import type { Given } from './given';

/**
 * The applications to serve: those of `--apps`, the one that id, key and secret name, or null when nothing
 * was said. A file that was typed goes before variables; both typed is a contradiction.
 */
export function readApps(given: Given, readFile: (path: string) => string): readonly PusherApp[] | null {
  const file = given.text('apps');
  if (file === null) return oneApp(given);
  if (NAMES.some((name) => given.isTyped(name))) {
    given.problems.push('Give --apps or one application with --app-id, --key and --secret, not both.');
  }
  try {
    const apps = appsIn(readFile(file));
    return checkedApps(apps);
  } catch (error) {
    given.problems.push(`--apps ${file}: ${error instanceof Error ? error.message : String(error)}.`);
    return null;
  }
}

/** An application for one run, made like those of the hosted service; its secret has 160 bits. */
export function randomApp(): PusherApp {
  return {
    id: String(randomInt(100_000, 1_000_000)),
    key: randomBytes(10).toString('hex'),
    secret: randomBytes(20).toString('hex'),
  };
}

function oneApp(given: Given): readonly PusherApp[] | null {
  const [id, key, secret] = NAMES.map((name) => given.text(name));
  if (id == null && key == null && secret == null) return null;
  if (id == null || key == null || secret == null) {
    const missing = NAMES.filter((name) => given.text(name) === null);
    given.problems.push(`One application has an id, a key and a secret; missing: ${missing.join(', ')}.`);
    return null;
  }
  try {
    return checkedApps([{ id, key, secret }]);
  } catch (error) {
    given.problems.push(`${error instanceof Error ? error.message : String(error)}.`);
    return null;
  }
}

const NAMES = ['app-id', 'key', 'secret'] as const;
const FIELDS = ['id', 'key', 'secret'] as const;

/** @throws Error with a sentence that names the entry and the field, never a value: it could be a secret. */
function appsIn(json: string): readonly PusherApp[] {
  const list = parsed(json);
  if (!Array.isArray(list)) throw new Error('it must be a list of applications');
  return list.map((entry: unknown, index) => {
    const place = `application ${index + 1}`;
    if (typeof entry !== 'object' || entry === null) throw new Error(`${place} is no object`);
    const fields = new Map<string, unknown>(Object.entries(entry));
    const unknown = [...fields.keys()].find((name) => !FIELDS.some((field) => field === name));
    if (unknown !== undefined) throw new Error(`${place} has an unknown field ${JSON.stringify(unknown)}`);
    const text = (name: (typeof FIELDS)[number]) => {
      const value = fields.get(name);
      if (typeof value !== 'string') throw new Error(`the ${name} of ${place} must be a text`);
      return value;
    };
    return { id: text('id'), key: text('key'), secret: text('secret') };
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own sentence repeats the text, which holds secrets.
    throw new Error('it is not JSON');
  }
}
