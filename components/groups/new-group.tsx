'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { createGroup } from '@/lib/client/groups';
import type { RequestProblem } from '@/lib/client/request';
import { GROUP_NAME_MAX } from '@/lib/inbox/group';
import { Button } from '../button';
import { FormProblem, TextField } from '../field';
import { Form } from '../form';

/** Makes a group and goes to its page, where people are added. */
export function NewGroup() {
  const router = useRouter();
  const field = useRef<HTMLInputElement>(null);
  const running = useRef(false);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RequestProblem | null>(null);

  const make = async () => {
    // A ref, because the second click of a double click comes before the next render.
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    const answer = await createGroup(name);
    running.current = false;
    if (answer.ok) return router.push(`/admin/groups/${answer.value.id}`);
    setBusy(false);
    setProblem(answer.problem);
    field.current?.focus();
  };

  // A name of which no key can be made is refused by the key, which has no field here.
  const errors = problem?.errors.map(({ message }) => ({ path: 'name', message })) ?? [];
  return (
    <Form className="max-w-xl space-y-4" onSubmit={make}>
      {problem !== null && errors.length === 0 && <FormProblem>{problem.detail}</FormProblem>}
      <TextField
        ref={field}
        name="name"
        label="Name of the new group"
        hint="Such as Berlin office or On call."
        errors={errors}
        maxLength={GROUP_NAME_MAX}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" kind="primary" aria-disabled={busy}>
        {busy ? 'Making…' : 'Make group'}
      </Button>
    </Form>
  );
}
