'use client';

import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { Button } from './button';

/**
 * Asks before something that many people notice. Mounted while it is open; the way out has focus, Escape cancels,
 * and the act is started once however often it is pressed.
 */
export function ConfirmDialog({
  title,
  confirm,
  dismiss = 'Cancel',
  kind = 'primary',
  blocked = false,
  problem,
  onConfirm,
  onCancel,
  children,
}: {
  title: string;
  /** The verb on the button, with its number: "Send to 12 people". */
  confirm: string;
  /** What the way out is called, where "Cancel" could be taken for the act. */
  dismiss?: string;
  kind?: 'primary' | 'danger';
  /** Something has to be filled in first. */
  blocked?: boolean;
  problem: string | null;
  /** Resolves when it was done or refused. */
  onConfirm: () => Promise<void>;
  onCancel: () => void;
  children: ReactNode;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const started = useRef(false);
  const [busy, setBusy] = useState(false);

  // Before React takes the element away, or focus would not go back to where it was.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    cancel.current?.focus();
    return () => shown?.close();
  }, []);

  const act = async () => {
    // A ref, because the second click of a double click comes before the next render.
    if (started.current || blocked) return;
    started.current = true;
    setBusy(true);
    await onConfirm();
    started.current = false;
    setBusy(false);
  };

  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}text`}
      onCancel={(event) => {
        if (busy) event.preventDefault();
      }}
      onClose={(event) => {
        if (!event.currentTarget.open) onCancel();
      }}
      className="w-[28rem] max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-bg p-6 text-text shadow-float"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act();
        }}
      >
        <h2 id={`${id}title`} className="text-lg font-semibold">
          {title}
        </h2>
        <div id={`${id}text`} className="mt-2 space-y-3 text-sm text-muted">
          {children}
        </div>
        {problem !== null && (
          <p role="alert" className="mt-3 text-sm text-critical">
            {problem}
          </p>
        )}
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <Button ref={cancel} disabled={busy} onClick={onCancel}>
            {dismiss}
          </Button>
          <Button type="submit" kind={kind} aria-disabled={busy} disabled={blocked}>
            {confirm}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
