'use client';

import { useState } from 'react';
import { discardDraft } from '@/lib/client/drafts';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { useAnnounce } from '../speech/announcer';

/** Throws a draft away, when it is meant. */
export function DiscardDraft({ id, onDiscarded }: { id: string; onDiscarded: () => void }) {
  const announce = useAnnounce();
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const discard = async () => {
    setProblem(null);
    const answer = await discardDraft(id);
    if (!answer.ok) {
      setProblem(answer.problem.detail);
      return;
    }
    announce('Draft discarded.');
    onDiscarded();
  };
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        Discard draft
      </Button>
      {asking && (
        <ConfirmDialog
          title="Discard this draft?"
          confirm="Discard draft"
          dismiss="Keep it"
          kind="danger"
          problem={problem}
          onConfirm={discard}
          onCancel={() => setAsking(false)}
        >
          <p>It reaches nobody. The list of broadcasts shows it as cancelled.</p>
        </ConfirmDialog>
      )}
    </>
  );
}
