'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { addMembers } from '@/lib/client/groups';
import type { RequestProblem } from '@/lib/client/request';
import { Button } from '../button';
import { FormProblem, TextField } from '../field';
import { Form } from '../form';
import { useAnnounce } from '../speech/announcer';

/** Adds one person after the other: focus stays in the field. */
export function AddPerson({ groupId }: { groupId: string }) {
  const router = useRouter();
  const announce = useAnnounce();
  const field = useRef<HTMLInputElement>(null);
  const running = useRef(false);
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState<RequestProblem | null>(null);
  const [said, setSaid] = useState<string | null>(null);

  const add = async () => {
    if (running.current) return;
    running.current = true;
    setProblem(null);
    setSaid(null);
    const answer = await addMembers(groupId, [address]);
    running.current = false;
    field.current?.focus();
    if (!answer.ok) return setProblem(answer.problem);
    const done =
      answer.value.added === 1 ? `${address.trim()} was added.` : `${address.trim()} is in it already.`;
    setSaid(done);
    announce(done);
    setAddress('');
    router.refresh();
  };

  const errors = problem?.errors.map(({ message }) => ({ path: 'person', message })) ?? [];
  return (
    <Form className="max-w-xl space-y-3" onSubmit={add}>
      {problem !== null && errors.length === 0 && <FormProblem>{problem.detail}</FormProblem>}
      <TextField
        ref={field}
        name="person"
        label="E-mail address"
        inputMode="email"
        autoComplete="off"
        errors={errors}
        maxLength={254}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary">
          Add person
        </Button>
        {said !== null && <p className="text-sm wrap-anywhere text-success">{said}</p>}
      </div>
    </Form>
  );
}
