import 'server-only';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import type { ImportAct } from '@/db/store-groups';
import { AppError } from '@/lib/errors';
import {
  type BadLine,
  type BadReason,
  harmless,
  IMPORT_BYTES_MAX,
  IMPORT_LINES_MAX,
  type ImportReport,
} from '@/lib/inbox/group-import';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';
import { type AddressLine, addressLines } from './address-lines';
import { linesOf } from './csv-records';
import { findGroup } from './get-group';

export const importInput = z.strictObject({ csv: z.string().min(1, 'This must not be empty.') });
export const importQuery = z.strictObject({
  check: z.enum(['true', 'false'], 'This is true or false.').default('false'),
});

/** Looked up in one go; in between the sockets have their turn. */
const AT_ONCE = 200;
/** Added in one transaction: each of them may be owed some broadcasts first, and nobody else is served meanwhile. */
const ADDED_AT_ONCE = 50;
/** Reading goes on for so long before others have their turn. */
const TURN_MS = 10;

/**
 * Adds everybody whose address stands in a list to a group, and names every line that was not taken; with `check` it
 * only says what it would do. Administrators only. People are added 50 at a time: when it is cut short, the refusal's
 * facts say how many were `added` and how many are `left`. Throws `invalid` for more than 20,000 lines.
 */
export async function importMembers(
  viewer: Viewer,
  reference: string,
  { csv, check = false }: { csv: string; check?: boolean },
): Promise<ImportReport> {
  requireRole(viewer, 'admin');
  const { id } = await findGroup(reference);
  const lines = linesOf(csv);
  if (Buffer.byteLength(csv) > IMPORT_BYTES_MAX) {
    throw new AppError('too_large', `The list may have at most ${IMPORT_BYTES_MAX} bytes.`);
  }
  if (lines.length > IMPORT_LINES_MAX + 1) throw tooManyLines();
  const read = await readAll(lines);
  const { joining, already, bad } = await sort(id, read);
  if (!check) {
    const as = { people: joining.length, ids: joining, lines: read.length, bad: bad.length };
    await addAll(viewer, id, as);
  }
  return { added: joining.length, already, bad };
}

async function readAll(lines: readonly string[]): Promise<readonly AddressLine[]> {
  const read: AddressLine[] = [];
  let begun = performance.now();
  for (const line of addressLines(lines)) {
    read.push(line);
    if (performance.now() - begun < TURN_MS) continue;
    await setImmediate();
    begun = performance.now();
  }
  return read;
}

/** Who would join, who is a member already, and what cannot be taken, in the order of the lines. */
async function sort(id: string, read: readonly AddressLine[]) {
  const { store } = context();
  const joining: string[] = [];
  const bad: BadLine[] = [];
  const seen = new Set<string>();
  let already = 0;
  for (let at = 0; at < read.length; at += AT_ONCE) {
    const part = read.slice(at, at + AT_ONCE);
    const addresses = part.flatMap(({ address }) => (address === null ? [] : [address]));
    const found = await store.findCandidates(id, addresses);
    for (const one of part) {
      const refuse = (reason: BadReason) => bad.push({ line: one.line, text: harmless(one.text), reason });
      if (one.address === null) {
        refuse(one.reason);
        continue;
      }
      const candidate = found.get(one.address);
      if (seen.has(one.address)) refuse('twice');
      else if (!candidate) refuse('no_such_person');
      else if (candidate.disabled) refuse('disabled');
      else if (candidate.member) already += 1;
      else joining.push(candidate.userId);
      seen.add(one.address);
    }
    await setImmediate();
  }
  return { joining, already, bad };
}

async function addAll(viewer: Viewer, id: string, as: ImportAct): Promise<void> {
  const { store, now } = context();
  const by = actorOf(viewer);
  let added = 0;
  // The act is recorded with the first of its parts that adds somebody.
  let act: { by: typeof by; as: ImportAct } | object = { by, as };
  for (let at = 0; at < as.ids.length; at += ADDED_AT_ONCE) {
    const userIds = as.ids.slice(at, at + ADDED_AT_ONCE);
    try {
      added += (await store.addMembers(id, { userIds, ...act, now: now() })).added;
    } catch (error) {
      throw cutShort(error, added, as.ids.length);
    }
    if (added > 0) act = {};
    await setImmediate();
  }
}

/** The same refusal with what was done by then; asking again adds the rest. */
function cutShort(error: unknown, added: number, all: number): unknown {
  if (!(error instanceof AppError) || added === 0) return error;
  const { code, errors, facts, message } = error;
  const sentence = `${message} ${added} of ${all} people were added before that.`;
  return new AppError(code, sentence, {
    errors,
    facts: { ...facts, added, left: all - added },
    cause: error,
  });
}

function tooManyLines(): AppError {
  const message = `A list has at most ${IMPORT_LINES_MAX} lines.`;
  return new AppError('invalid', message, { errors: [{ path: 'csv', message }] });
}
