'use client';

import { useId, useLayoutEffect, useRef, useState } from 'react';
import { type Draft, differences, pick } from '@/lib/client/drafts';
import { editSent } from '@/lib/client/following';
import type { RequestProblem } from '@/lib/client/request';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { ContentFields } from '../broadcasts/content-fields';
import { Button } from '../button';
import { FormProblem } from '../field';
import { useClock } from '../time/clock';
import { conflictText } from './edit-words';

/**
 * Another text for something that is out. Mounted while it is open, with the version it began from: what somebody else
 * changed meanwhile is told with who and when, and never overwritten unseen.
 */
export function EditDialog({
  broadcast,
  onDone,
  onStale,
  onCancel,
}: {
  broadcast: Broadcast;
  onDone: (sentence: string) => void;
  /** Somebody changed it, or it is no longer out: what is shown around this is old. */
  onStale: () => void;
  onCancel: () => void;
}) {
  const name = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const clock = useClock();
  const [text, setText] = useState<Draft>(() => textOf(broadcast));
  // What the person has looked at: after a conflict it is theirs to say that their text stands.
  const [version, setVersion] = useState(broadcast.version);
  const [again, setAgain] = useState(false);
  const [problem, setProblem] = useState<RequestProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const started = useRef(false);

  // Before React takes the element away, or focus would not go back to where it was.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    form.current?.querySelector<HTMLElement>('[name="title"]')?.focus();
    return () => shown?.close();
  }, []);

  const save = async () => {
    if (started.current) return;
    started.current = true;
    setBusy(true);
    setProblem(null);
    // What was not touched is not said: it may be somebody else's by now.
    const changed = pick(text, differences(text, textOf(broadcast)));
    const answer = await editSent(broadcast.id, { ...changed, notifyAgain: again, version });
    started.current = false;
    setBusy(false);
    if (answer.ok) return onDone(again ? 'Changed for everyone, and unread again.' : 'Changed for everyone.');
    const { facts, errors } = answer.problem;
    setProblem(answer.problem);
    if (answer.problem.code === 'conflict') onStale();
    if (typeof facts.version === 'number') setVersion(facts.version);
    form.current?.querySelector<HTMLElement>(`[name="${errors[0]?.path ?? ''}"]`)?.focus();
  };
  const conflict = problem === null ? null : conflictText(problem, clock);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={name}
      onCancel={(event) => {
        if (busy) event.preventDefault();
      }}
      onClose={(event) => {
        if (!event.currentTarget.open) onCancel();
      }}
      className="max-h-[calc(100dvh-2rem)] w-[36rem] max-w-[calc(100vw-2rem)] overflow-y-auto rounded-xl border border-line bg-bg p-6 text-text shadow-float"
    >
      <form
        ref={form}
        method="post"
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <h2 id={name} className="text-lg font-semibold">
          Edit what was sent
        </h2>
        <p className="text-sm text-muted">Updates it in place for everyone. People are not notified again.</p>
        {problem !== null && <FormProblem>{conflict ?? problem.detail}</FormProblem>}
        {conflict !== null && (
          <div className="flex flex-wrap gap-3">
            <Button
              onClick={() => {
                setText(textOf(broadcast));
                setVersion(broadcast.version);
                setProblem(null);
              }}
            >
              Show what is there now
            </Button>
            <span className="self-center text-sm text-muted">Saving again replaces it with yours.</span>
          </div>
        )}
        <ContentFields
          draft={text}
          errors={problem?.errors ?? []}
          categories={[]}
          onChange={(part) => setText({ ...text, ...part })}
        />
        <label className="flex min-h-9 items-start gap-3 text-sm pointer-coarse:min-h-11">
          <input
            type="checkbox"
            name="notifyAgain"
            checked={again}
            onChange={(event) => setAgain(event.target.checked)}
            className="mt-0.5 size-4 accent-accent"
          />
          <span>
            <span className="block font-medium">Mark as unread again</span>
            <span className="text-muted">
              It counts as new in every inbox it is in, also where it was read, and as a broadcast that you
              send now.
            </span>
          </span>
        </label>
        <div className="flex flex-wrap justify-end gap-3">
          <Button disabled={busy} onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" kind="primary" aria-disabled={busy}>
            {busy ? 'Saving…' : 'Save for everyone'}
          </Button>
        </div>
      </form>
    </dialog>
  );
}

/** What can be changed about something that is out: all it says, and not whom it went to. */
function textOf({
  title,
  body,
  url,
  linkLabel,
  category,
  severity,
  format,
  audience,
  expiresAt,
}: Broadcast): Draft {
  const said = { title, body, url, category, severity, audience, expiresAt };
  return { ...said, linkLabel: linkLabel ?? null, format: format ?? 'plain' };
}
