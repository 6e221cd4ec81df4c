'use client';

import { useId, useLayoutEffect, useRef } from 'react';
import type { PersonShown } from '@/lib/client/people';
import { Button } from '../button';
import { actsFor, type PersonAct, wordsOf } from './person-acts';
import { ROLE_WORDS } from './role-words';

/** What can be done with one person. Mounted while it is open; Escape closes it, and each act is asked about after it. */
export function ManageDialog({
  person,
  isSelf,
  onPick,
  onClose,
}: {
  person: PersonShown;
  isSelf: boolean;
  onPick: (act: PersonAct) => void;
  onClose: () => void;
}) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  // Before React takes the element away, or focus would not go back to where it was.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${id}title`}
      onClose={(event) => {
        if (!event.currentTarget.open) onClose();
      }}
      className="w-96 max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-bg p-6 text-text shadow-float"
    >
      <h2 id={`${id}title`} dir="auto" className="text-lg font-semibold wrap-anywhere">
        {person.name}
      </h2>
      <p className="mt-1 text-sm text-muted wrap-anywhere">
        {person.email} · {ROLE_WORDS[person.role]}
        {person.disabledAt !== null && ' · Disabled'}
      </p>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets. */}
      <ul role="list" className="mt-4 space-y-2">
        {actsFor(person).map((act) => {
          const { offer, kind } = wordsOf(act, person, isSelf);
          return (
            <li key={act}>
              <Button
                kind={kind === 'danger' ? 'danger' : 'plain'}
                className="w-full"
                onClick={() => onPick(act)}
              >
                {offer}…
              </Button>
            </li>
          );
        })}
      </ul>
      <div className="mt-6 flex justify-end">
        <Button kind="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </dialog>
  );
}
