import * as z from 'zod/mini';
import { BAD_REASONS, type ImportReport } from '@/lib/inbox/group-import';
import { askOnce } from './ask-once';
import { type Answer, createRequest, request } from './request';

/** Twenty thousand people are added in parts; that a page waits for it is better than that it gives up. */
const IMPORT_TIMEOUT_MS = 5 * 60_000;
const patientRequest = createRequest({ timeoutMs: IMPORT_TIMEOUT_MS });

const count = z.number().check(z.int(), z.nonnegative());
const groupSchema = z.object({ id: z.string(), key: z.string(), name: z.string() });
const reportSchema = z.object({
  added: count,
  already: count,
  bad: z.array(z.object({ line: count, text: z.string(), reason: z.enum(BAD_REASONS) })),
});

type GroupNamed = z.infer<typeof groupSchema>;

/** A new group; one, however often it is asked for until it is answered. */
export function createGroup(name: string): Promise<Answer<GroupNamed>> {
  return askOnce('/api/groups', { method: 'POST', body: { name }, schema: groupSchema });
}

export function renameGroup(id: string, change: { name: string; key: string }): Promise<Answer<GroupNamed>> {
  return request(pathOf(id), { method: 'PATCH', body: change, schema: groupSchema });
}

/** Ends a group; refused with `conflict` while a broadcast that has not gone out names it. */
export function deleteGroup(id: string): Promise<Answer<unknown>> {
  return patientRequest(pathOf(id), { method: 'DELETE', schema: z.unknown() });
}

/** Adds people by id or address, all or none. */
export function addMembers(id: string, people: readonly string[]): Promise<Answer<{ added: number }>> {
  const schema = z.object({ added: count });
  return request(`${pathOf(id)}/members`, { method: 'POST', body: { people }, schema });
}

export function removeMembers(id: string, people: readonly string[]): Promise<Answer<{ removed: number }>> {
  const schema = z.object({ removed: count });
  return request(`${pathOf(id)}/members`, { method: 'DELETE', body: { people }, schema });
}

/** Adds whom a list names, or with `check` only says whom it would add. The same list again adds nobody twice. */
export function importList(
  id: string,
  csv: string,
  { check }: { check: boolean },
): Promise<Answer<ImportReport>> {
  const path = `${pathOf(id)}/imports?check=${check}`;
  return patientRequest(path, { method: 'POST', csv, schema: reportSchema });
}

/** Where all members are had as CSV. */
export function exportPath(id: string): string {
  return `${pathOf(id)}/members.csv`;
}

function pathOf(id: string): string {
  return `/api/groups/${encodeURIComponent(id)}`;
}
