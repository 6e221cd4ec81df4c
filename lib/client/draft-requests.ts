import { type Draft, type DraftField, type StoredDraft, storedDraftSchema } from './drafts';
import type { Answer, Request } from './request';

export type Attempt = Readonly<{
  key: string;
  body: Partial<Draft> & { version?: number };
  fields: readonly DraftField[];
}>;
type Stored = Readonly<{ id: string }> | null;

/** What a draft's keeper asks the server. */
export function draftRequests(ask: Request) {
  return {
    /** Stores a new draft, or changes the one there is. `keepalive`: also when the page is gone by then. */
    write(stored: Stored, { key, body }: Attempt, keepalive: boolean): Promise<Answer<StoredDraft>> {
      const asking = { body, schema: storedDraftSchema, idempotencyKey: key, keepalive };
      if (stored === null) return ask('/api/broadcasts', { ...asking, method: 'POST' });
      return ask(pathOf(stored.id), { ...asking, method: 'PATCH' });
    },

    /** As the server has it; null when there is none or it cannot be had. */
    async read(stored: Stored): Promise<StoredDraft | null> {
      if (stored === null) return null;
      const answer = await ask(pathOf(stored.id), { schema: storedDraftSchema });
      return answer.ok ? answer.value : null;
    },
  };
}

function pathOf(id: string): string {
  return `/api/broadcasts/${encodeURIComponent(id)}`;
}
