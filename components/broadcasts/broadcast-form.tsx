'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { type Draft, useDraft } from '@/lib/client/use-draft';
import { Button } from '../button';
import { FormProblem } from '../field';
import { Form } from '../form';
import { useAnnounce } from '../speech/announcer';
import { useClock } from '../time/clock';
import { AudiencePicker } from './audience-picker';
import { ComposerPreview } from './composer-preview';
import { ContentFields } from './content-fields';
import { DiscardDraft } from './discard-draft';
import { DraftConflict } from './draft-conflict';
import { noteConfirmed } from './just-confirmed';
import { saveText } from './save-words';
import { SendingPanel } from './sending-panel';
import { useSaveSpeech } from './use-save-speech';

export type { Draft };

const EMPTY: Draft = {
  title: '',
  body: null,
  url: null,
  linkLabel: null,
  category: 'general',
  severity: 'info',
  format: 'markdown',
  audience: { kind: 'everyone' },
  expiresAt: null,
};
const FIELDS = [
  'title',
  'body',
  'format',
  'url',
  'linkLabel',
  'category',
  'severity',
  'expiresAt',
  'audience',
];
const UNTITLED = [{ path: 'title', message: 'This must not be empty.' }];

/**
 * Writes a draft and leads to sending it. It is saved while it is typed; what was typed is only ever replaced by the
 * person: a refusal says what is wrong beside the field and leaves the text.
 */
export function BroadcastForm({
  saved = null,
  initial = EMPTY,
  categories,
}: {
  saved?: Readonly<{ id: string; version: number }> | null;
  initial?: Draft;
  categories: readonly string[];
}) {
  const router = useRouter();
  const announce = useAnnounce();
  const clock = useClock();
  const { kept, keeper } = useDraft(initial, saved);
  const [untitled, setUntitled] = useState(false);
  const [over, setOver] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  useSaveSpeech(kept);
  useAddress(kept.stored?.id ?? null);

  const { draft, stored } = kept;
  const errors = untitled && draft.title.trim() === '' ? [...UNTITLED, ...kept.errors] : kept.errors;
  const focusOn = (name: string) => form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
  const save = async (): Promise<boolean> => {
    if (await keeper.save()) return true;
    const { draft: now, errors: refused } = keeper.getSnapshot();
    const isUntitled = now.title.trim() === '';
    setUntitled(isUntitled);
    const first = FIELDS.find((name) => refused.some(({ path }) => path.split('.')[0] === name));
    if (isUntitled || first !== undefined) focusOn(isUntitled ? 'title' : (first ?? 'title'));
    return false;
  };
  const keep = async () => {
    if (await save()) announce('Draft saved.');
  };
  const leave = (path: string) => {
    setOver(true);
    keeper.letGo();
    router.push(path);
    router.refresh();
  };

  return (
    <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_25rem]">
      <div className="min-w-0 space-y-5">
        {/* Not what a browser remembers of an earlier visit: it would be saved over what is stored by now. */}
        <Form
          ref={form}
          autoComplete="off"
          className="space-y-5"
          onBlur={(event) => {
            if (event.target instanceof HTMLElement && event.target.closest('[name]')) void keeper.save();
          }}
          onKeyDown={(event) => {
            if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
            event.preventDefault();
            void keep();
          }}
          onSubmit={() => void keep()}
        >
          {kept.status === 'gone' && !over && (
            <FormProblem>
              This is no draft any more: it was sent or thrown away elsewhere. Your text is still here.{' '}
              <a href={`/admin/broadcasts/${stored?.id ?? ''}`} className="underline underline-offset-2">
                Show what became of it
              </a>
            </FormProblem>
          )}
          <DraftConflict kept={kept} keeper={keeper} onChosen={() => focusOn('title')} />
          <ContentFields draft={draft} errors={errors} categories={categories} onChange={keeper.change} />
          <AudiencePicker
            value={draft.audience}
            onChange={(audience) => keeper.change({ audience })}
            errors={errors}
            category={draft.category}
            severity={draft.severity}
          />
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit">Save draft</Button>
            <span
              data-standing={kept.status}
              className="min-w-0 flex-1 basis-48 text-sm text-muted wrap-anywhere"
            >
              {saveText(kept, clock)}
            </span>
          </div>
        </Form>
        {/* Outside of the form: it opens one of its own. */}
        <SendingPanel
          audience={draft.audience}
          prepare={async () => ((await save()) ? keeper.getSnapshot().stored : null)}
          onChanged={async (problem) =>
            (await keeper.meetChange(problem)) ? keeper.getSnapshot().stored : null
          }
          onSent={(id) => {
            noteConfirmed(id);
            leave(`/admin/broadcasts/${id}`);
          }}
        />
        {stored !== null && kept.status !== 'gone' && (
          <DiscardDraft id={stored.id} onDiscarded={() => leave('/admin/broadcasts')} />
        )}
      </div>
      <ComposerPreview draft={draft} />
    </div>
  );
}

/** From the moment there is a draft a reload opens it, instead of an empty form. */
function useAddress(id: string | null): void {
  const opened = useRef(false);
  useEffect(() => {
    const path = `/admin/broadcasts/${id}`;
    if (id !== null) {
      if (location.pathname !== path) history.replaceState(null, '', path);
    } else if (!opened.current && location.pathname !== '/admin/broadcasts/new') {
      // Back from another page: the address is a draft's by then, and the page is still that of a new one.
      location.reload();
    }
    opened.current = true;
  }, [id]);
}
