import 'server-only';
import { setImmediate } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import type { GroupMember } from '@/lib/inbox/group';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import { HARMLESS_CSV } from '../harmless-csv';
import { ANSWER_HEADERS } from '../http/problem';
import type { Viewer } from '../sessions/session-viewer';
import { findGroup } from './get-group';

const AT_ONCE = 500;
const COLUMNS = ['email', 'name', 'since', 'disabled'] as const;

/**
 * All members as CSV, which can be imported again, written page by page as fast as it is read. No cell is a formula to
 * a spreadsheet. It is an entry of the audit log before its first byte. Administrators only; `not_found` when there is no such group.
 */
export async function exportMembers(viewer: Viewer, reference: string): Promise<Response> {
  requireRole(viewer, 'admin');
  const { id, key, people } = await findGroup(reference);
  const { store, now } = context();
  await store.noteDownload({ of: { kind: 'group', id }, by: actorOf(viewer), asked: { people }, now: now() });
  const pages = pagesOf(id);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void pages.return(undefined),
  });
  const headers = {
    ...ANSWER_HEADERS,
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${key}-members.csv"`,
  };
  return new Response(body, { headers });
}

async function* pagesOf(id: string): AsyncGenerator<string, void, undefined> {
  const { store } = context();
  yield toCsv([COLUMNS]);
  for (let before: string | null = null; ; ) {
    const page: { members: readonly GroupMember[]; next: string | null } = await store.groupMembers(id, {
      q: null,
      before,
      limit: AT_ONCE,
    });
    yield toCsv(
      page.members.map(({ email, name, since, disabled }) => [email, name, since, disabled ? 'yes' : 'no']),
    );
    if (page.next === null) return;
    before = page.next;
    await setImmediate();
  }
}

function toCsv(rows: readonly (readonly string[])[]): string {
  return stringify(
    [...rows].map((row) => [...row]),
    HARMLESS_CSV,
  );
}
