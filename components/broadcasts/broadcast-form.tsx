'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import {
  changeDraft,
  checkReach,
  createDraft,
  type Draft,
  type Reach,
  type SavedDraft,
} from '@/lib/client/broadcasts';
import type { RequestProblem } from '@/lib/client/request';

import { SEVERITIES } from '@/lib/inbox/notification';
import { Button } from '../button';
import { FormProblem, Select, TextArea, TextField } from '../field';
import { useAnnounce } from '../speech/announcer';
import { AUDIENCES, audienceText, audienceValue } from './broadcast-words';
import { ConfirmSending } from './confirm-sending';
import { DraftPreview } from './draft-preview';

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
  const [busy, setBusy] = useState<'saving' | 'checking' | null>(null);
  const [reach, setReach] = useState<Reach | null>(null);
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
  const once = async (what: 'saving' | 'checking', act: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(what);
    setProblem(null);
    setSavedText(null);
    await act();
    running.current = false;
    setBusy(null);
  };
  const keep = () =>
    once('saving', async () => {
      if ((await save()) === null) return;
      setSavedText('Draft saved.');
      announce('Draft saved.');
    });
  const proceed = () =>
    once('checking', async () => {
      const draftNow = await save();
      if (draftNow === null) return;
      const answer = await checkReach(draftNow.id);
      if (answer.ok) setReach(answer.value);
      else refuse(answer.problem);
    });

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
          proceed();
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
        <Select
          name="audience"
          label="Audience"
          hint="The exact number of people is shown before anything is sent."
          errors={errors}
          value={audienceValue(draft.audience)}
          onChange={(event) => {
            const audience = AUDIENCES.find((known) => audienceValue(known) === event.target.value);
            if (audience !== undefined) change({ audience });
          }}
        >
          {AUDIENCES.map((audience) => (
            <option key={audienceValue(audience)} value={audienceValue(audience)}>
              {audienceText(audience)}
            </option>
          ))}
        </Select>
        <div className="flex flex-wrap items-center gap-3 border-t border-line pt-5">
          <Button type="submit" kind="primary" aria-disabled={busy !== null}>
            {busy === 'checking' ? 'Counting people…' : 'Continue'}
          </Button>
          <Button aria-disabled={busy !== null} onClick={keep}>
            {busy === 'saving' ? 'Saving…' : 'Save draft'}
          </Button>
          {savedText !== null && <span className="text-sm text-muted">{savedText}</span>}
        </div>
      </form>
      <DraftPreview draft={draft} />
      {reach !== null && stored.current !== null && (
        <ConfirmSending
          id={stored.current.id}
          draft={draft}
          first={reach}
          onCancel={() => setReach(null)}
          onSent={(id) => {
            router.push(`/admin/broadcasts/${id}`);
            router.refresh();
          }}
        />
      )}
    </div>
  );
}
