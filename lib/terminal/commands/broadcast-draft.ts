import { readFileSync } from 'node:fs';
import { momentOf } from '@/lib/inbox/local-time';
import { momentProblem } from '@/lib/inbox/local-time-words';
import { audienceOf } from '../audience-option';
import { Failure, neededText, type Terminal, textOf, UsageError, type Values } from '../command';
import { timeOf } from '../time-option';

/** Far more than a body may have; what is too long is the server's to say. */
const BODY_BYTES_MAX = 64 * 1024;

/** The draft as the server takes it, from what was typed. What is left out is the server's to fill in. */
export async function broadcastDraft(terminal: Terminal, values: Values): Promise<Record<string, unknown>> {
  const audience = audienceOf(neededText(values, 'to'), textOf(values, 'except'));
  const given = {
    title: neededText(values, 'title'),
    body: await bodyOf(terminal, values),
    url: textOf(values, 'url'),
    linkLabel: textOf(values, 'link-label'),
    category: textOf(values, 'category'),
    severity: textOf(values, 'severity'),
    format: values.markdown === true ? 'markdown' : null,
    expiresAt: expiryOf(values),
  };
  const filled = Object.entries(given).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(filled), audience };
}

async function bodyOf({ screen }: Terminal, values: Values): Promise<string | null> {
  const [text, file] = [textOf(values, 'body'), textOf(values, 'body-file')];
  if (text !== null && file !== null) throw new UsageError('--body and --body-file are one too many.');
  if (file === null) return text;
  const read = file === '-' ? await screen.readAll(BODY_BYTES_MAX) : readText(file);
  if (read === null) throw new Failure('The body is far too long.');
  return read;
}

/** The text of a file; throws `Failure` with the system's reason. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(
      `${file} cannot be read (${error instanceof Error && 'code' in error ? error.code : error}).`,
    );
  }
}

/** A time as for `--at`, or a span from now such as `12h` or `7d`. */
function expiryOf(values: Values): string | null {
  const text = textOf(values, 'expires');
  if (text === null) return null;
  const [, amount, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  if (amount !== undefined) {
    const hours = Number(amount) * (unit === 'd' ? 24 : 1);
    return new Date(Date.now() + hours * 60 * 60 * 1000).toISOString();
  }
  const time = timeOf(text, zonesOf(values));
  if ('at' in time) return time.at;
  const moment = momentOf(time.local);
  const problem = momentProblem(time.local, moment);
  if (problem || moment.kind !== 'instant')
    throw new UsageError(`--expires: ${problem?.message ?? 'This is no time.'}`);
  return new Date(moment.at).toISOString();
}

/** The zone in which times without an offset are meant. */
export function zonesOf(values: Values) {
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { zone: textOf(values, 'zone'), fold: textOf(values, 'fold'), ownZone };
}
