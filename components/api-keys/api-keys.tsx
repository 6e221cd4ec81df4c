'use client';

import { CheckIcon, CopyIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { type ApiKeyShown, makeApiKey, revokeApiKey } from '@/lib/client/api-keys';
import type { RequestProblem } from '@/lib/client/request';
import { Button } from '../button';
import { ConfirmDialog } from '../confirm-dialog';
import { FormProblem, TextField } from '../field';
import { Form } from '../form';
import { useAnnounce } from '../speech/announcer';
import { KeyList, keyElementId } from './key-list';

/** The keys by which other programs send: made here, shown once, revoked here. */
export function ApiKeys({ keys }: { keys: readonly ApiKeyShown[] }) {
  const router = useRouter();
  const announce = useAnnounce();
  const field = useRef<HTMLInputElement>(null);
  const [made, setMade] = useState<{ name: string; token: string } | null>(null);
  const [revoking, setRevoking] = useState<ApiKeyShown | null>(null);
  const [revoked, setRevoked] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  // Once the question has closed: it gives focus back to a button that is about to go.
  useEffect(() => {
    if (revoked !== null) document.getElementById(keyElementId(revoked))?.focus();
  }, [revoked]);

  const revoke = async () => {
    if (revoking === null) return;
    const answer = await revokeApiKey(revoking.id);
    if (!answer.ok) {
      setProblem(answer.problem.detail);
      return;
    }
    setRevoking(null);
    setRevoked(revoking.id);
    announce('Revoked.');
    router.refresh();
  };

  return (
    <div className="space-y-8">
      <NewKey
        field={field}
        onMade={(key) => {
          setMade(key);
          router.refresh();
        }}
      />
      {made !== null && (
        <MadeKey
          key={made.token}
          {...made}
          onDone={() => {
            field.current?.focus();
            setMade(null);
          }}
        />
      )}
      <KeyList
        keys={keys}
        onRevoke={(key) => {
          setProblem(null);
          setRevoking(key);
        }}
      />
      {revoking !== null && (
        <ConfirmDialog
          title={`Revoke “${revoking.name}”?`}
          confirm="Revoke key"
          kind="danger"
          problem={problem}
          onConfirm={revoke}
          onCancel={() => setRevoking(null)}
        >
          <p>Programs that use it are refused from now on. This can't be undone.</p>
        </ConfirmDialog>
      )}
    </div>
  );
}

function NewKey({
  field,
  onMade,
}: {
  field: RefObject<HTMLInputElement | null>;
  onMade: (key: { name: string; token: string }) => void;
}) {
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ detail: string; errors: RequestProblem['errors'] } | null>(null);
  const running = useRef(false);

  const make = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    const answer = await makeApiKey(name);
    running.current = false;
    setBusy(false);
    if (!answer.ok) {
      setProblem(answer.problem);
      field.current?.focus();
      return;
    }
    setName('');
    onMade({ name: answer.value.key.name, token: answer.value.token });
  };

  return (
    <Form className="max-w-xl space-y-4" onSubmit={make}>
      {problem !== null && problem.errors.length === 0 && <FormProblem>{problem.detail}</FormProblem>}
      <TextField
        ref={field}
        name="name"
        label="Name of the new key"
        hint="What will use it, such as Deploy script."
        errors={problem?.errors ?? []}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" kind="primary" aria-disabled={busy}>
        {busy ? 'Making…' : 'Make key'}
      </Button>
    </Form>
  );
}

function MadeKey({ name, token, onDone }: { name: string; token: string; onDone: () => void }) {
  const announce = useAnnounce();
  const heading = useRef<HTMLHeadingElement>(null);
  // It is shown once: whoever made it is taken to it, and hears that it is made.
  useEffect(() => heading.current?.focus(), []);
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(token);
      setCopied('yes');
      announce('Copied.');
    } catch {
      // Not over plain http, and not when the person forbade it: the field is there to copy from by hand.
      setCopied('refused');
    }
  };
  return (
    <section aria-labelledby="made" className="rounded-xl border border-success p-5">
      <h2 id="made" ref={heading} tabIndex={-1} className="font-semibold">
        Key “{name}” is made
      </h2>
      <p className="mt-1 text-sm text-muted">Copy it now. It is not shown again.</p>
      <div className="mt-4 flex flex-wrap gap-3">
        <input
          readOnly
          aria-label="The new key"
          value={token}
          onFocus={(event) => event.target.select()}
          className="min-h-9 min-w-0 flex-1 basis-64 rounded-lg pointer-coarse:min-h-11 border border-control bg-raised px-3 py-2 font-mono text-sm"
        />
        <Button onClick={copy}>
          {copied === 'yes' ? (
            <CheckIcon aria-hidden="true" className="size-4" />
          ) : (
            <CopyIcon aria-hidden="true" className="size-4" />
          )}
          {copied === 'yes' ? 'Copied' : 'Copy'}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          Done
        </Button>
      </div>
      {copied === 'refused' && (
        <p role="alert" className="mt-2 text-sm text-critical">
          Couldn't copy. Select the key and copy it yourself.
        </p>
      )}
    </section>
  );
}
