import 'server-only';
import { actorOf } from '../actor';
import { requireRole } from '../caller';
import { context } from '../context';
import { ANSWER_HEADERS } from '../http/problem';
import type { Viewer } from '../sessions/session-viewer';

/** Entries of one read; what others ask meanwhile is answered between two. */
const PAGE = 50;

/**
 * The whole audit log as one JSON object a line, oldest first, as it is when it is read. Read only as fast as it is
 * taken, so a slow reader costs one page of memory; whoever goes away ends it. That it was
 * taken is an entry itself, written before the first byte and part of the next export. Administrators only.
 */
export async function exportAudit(viewer: Viewer): Promise<Response> {
  requireRole(viewer, 'admin');
  const { store, now } = context();
  // What is written while this is read is for the next export: otherwise it might never end.
  const { seq: through, hash } = await store.auditEnd();
  const asked = { entries: through, hash: through === 0 ? null : hash };
  await store.noteDownload({ of: { kind: 'audit' }, by: actorOf(viewer), asked, now: now() });
  const encoder = new TextEncoder();
  let last = 0;
  const lines = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const page = await store.auditAfter(last, PAGE);
        const entries = page.filter(({ seq }) => seq <= through);
        last = entries.at(-1)?.seq ?? last;
        if (entries.length > 0) {
          const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
          controller.enqueue(encoder.encode(text));
        }
        if (entries.length < PAGE) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const day = new Date(now()).toISOString().slice(0, 10);
  return new Response(lines, {
    headers: {
      ...ANSWER_HEADERS,
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="belfry-audit-${day}.ndjson"`,
    },
  });
}
