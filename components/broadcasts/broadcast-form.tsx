'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { changeDraft, createDraft, type Draft, type SavedDraft } from '@/lib/client/broadcasts';
import type { RequestProblem } from '@/lib/client/request';

import { SEVERITIES } from '@/lib/inbox/notification';
import { Button } from '../button';
import { FormProblem, Select, TextArea, TextField } from '../field';
import { useAnnounce } from '../speech/announcer';
import { AudiencePicker } from './audience-picker';
import { DraftPreview } from './draft-preview';
import { SendingPanel } from './sending-panel';

const EMPTY: Draft = {
  title: '',
  body: null,
  url: null,
  category: 'general',
  severity: 'info',
  audience: { kind: 'everyone' },
};

const FIELDS = ['title', 'body', 'url', 'category', 'severity', 'audience'];

/**
 * Writes a draft and leads to sending it. What was typed is only ever replaced by the person: a refusal says
 * what is wrong beside the field and leaves the text.
 */
export function BroadcastForm({ saved, initial = EMPTY }: { saved?: SavedDraft; initial?: Draft }) {
  const router = useRouter();
  const announce = useAnnounce();
  const [draft, setDraft] = useState(initial);
  const [problem, setProblem] = useState<{ detail: string; errors: RequestProblem['errors'] } | null>(null);
  const [busy, setBusy] = useState(false);
  const [savedText, setSavedText] = useState<string | null>(null);
  // Of the server; refs, because a second click must see what the first one made.
  const stored = useRef(saved ?? null);
  const running = useRef(false);
  const form = useRef<HTMLFormElement>(null);

  const refuse = (refused: { detail: string; errors: RequestProblem['errors'] }) => {
    setProblem(refused);
    const first = FIELDS.find((name) => refused.errors.some(({ path }) => path.split('.')[0] === name));
    form.current?.querySelector<HTMLElement>(`[name="${first ?? ''}"]`)?.focus();
  };
  const save = async (): Promise<SavedDraft | null> => {
    const answer = stored.current ? await changeDraft(stored.current, draft) : await createDraft(draft);
    if (!answer.ok) {
      refuse(answer.problem);
      return null;
    }
    if (stored.current === null) {
      // From here on a reload opens this draft instead of an empty form.
      history.replaceState(null, '', `/admin/broadcasts/${answer.value.id}`);
    }
    stored.current = answer.value;
    return answer.value;
  };
  const prepare = async (): Promise<SavedDraft | null> => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setProblem(null);
    setSavedText(null);
    const kept = await save();
    running.current = false;
    setBusy(false);
    return kept;
  };
  const keep = async () => {
    if ((await prepare()) === null) return;
    setSavedText('Draft saved.');
    announce('Draft saved.');
  };

  const change = (field: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...field }));
    setSavedText(null);
  };
  const errors = problem?.errors ?? [];

  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <form
        ref={form}
        method="post"
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        {problem !== null && <FormProblem>{problem.detail}</FormProblem>}
        <TextField
          name="title"
          label="Title"
          hint={`${[...draft.title].length} of 200. Longer ones than 60 take a second line in the bell.`}
          errors={errors}
          required
          dir="auto"
          value={draft.title}
          onChange={(event) => change({ title: event.target.value })}
        />
        <TextArea
          name="body"
          label="Text (optional)"
          hint="Plain text; line breaks are kept. At most 2,000 characters."
          errors={errors}
          dir="auto"
          value={draft.body ?? ''}
          onChange={(event) => change({ body: event.target.value === '' ? null : event.target.value })}
        />
        <TextField
          name="url"
          label="Link (optional)"
          hint="A path on this site such as /reports/7, or an http(s) address."
          errors={errors}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          value={draft.url ?? ''}
          onChange={(event) => change({ url: event.target.value === '' ? null : event.target.value })}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            name="category"
            label="Category"
            hint="One word of yours, such as general or on-call."
            errors={errors}
            autoCapitalize="none"
            value={draft.category}
            onChange={(event) => change({ category: event.target.value })}
          />
          <Select
            name="severity"
            label="Severity"
            hint="Critical is read out at once to people who listen."
            errors={errors}
            value={draft.severity}
            onChange={(event) => {
              const severity = SEVERITIES.find((known) => known === event.target.value);
              if (severity !== undefined) change({ severity });
            }}
          >
            {SEVERITIES.map((severity) => (
              <option key={severity} value={severity}>
                {severity.charAt(0).toUpperCase() + severity.slice(1)}
              </option>
            ))}
          </Select>
        </div>
        <AudiencePicker
          value={draft.audience}
          onChange={(audience) => change({ audience })}
          errors={errors}
          category={draft.category}
          severity={draft.severity}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" aria-disabled={busy}>
            {busy ? 'Saving…' : 'Save draft'}
          </Button>
          {savedText !== null && <span className="text-sm text-muted">{savedText}</span>}
        </div>
        <SendingPanel
          title={draft.title}
          audience={draft.audience}
          prepare={prepare}
          onSent={(id) => {
            router.push(`/admin/broadcasts/${id}`);
            router.refresh();
          }}
        />
      </form>
      <DraftPreview draft={draft} />
    </div>
  );
}
