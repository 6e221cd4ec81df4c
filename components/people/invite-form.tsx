'use client';

import { useRef, useState } from 'react';
import { invitePerson, type MadeLink } from '@/lib/client/people';
import type { RequestProblem } from '@/lib/client/request';
import { ROLES, type Role } from '@/lib/inbox/audience';
import { Button } from '../button';
import { FormProblem, Select, TextField } from '../field';
import { Form } from '../form';
import { ROLE_HINTS, ROLE_WORDS } from './role-words';

const EMPTY = { name: '', email: '', role: 'member' as Role };

/** Invites somebody by a one-time link, which is handed on once. */
export function InviteForm({
  onMade,
  onCancel,
}: {
  onMade: (made: MadeLink & { name: string }) => void;
  onCancel: () => void;
}) {
  const [fields, setFields] = useState(EMPTY);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ detail: string; errors: RequestProblem['errors'] } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const running = useRef(false);

  const invite = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setProblem(null);
    const answer = await invitePerson(fields);
    running.current = false;
    setBusy(false);
    if (answer.ok) return onMade({ ...answer.value, name: fields.name.trim() });
    setProblem(answer.problem);
    const refused = new Set(answer.problem.errors.map(({ path }) => path));
    const first = Object.keys(fields).find((name) => refused.has(name));
    form.current?.querySelector<HTMLElement>(`[name="${first ?? 'name'}"]`)?.focus();
  };
  const errors = problem?.errors ?? [];

  return (
    <Form
      ref={form}
      aria-label="Invitation"
      className="max-w-xl space-y-4 rounded-xl border border-line p-5"
      onSubmit={invite}
    >
      {problem !== null && problem.errors.length === 0 && <FormProblem>{problem.detail}</FormProblem>}
      <TextField
        name="name"
        label="Name"
        hint="They can change it when they join."
        errors={errors}
        autoFocus
        autoComplete="off"
        maxLength={100}
        value={fields.name}
        onChange={({ target }) => setFields({ ...fields, name: target.value })}
      />
      <TextField
        name="email"
        label="E-mail address"
        hint="They sign in with it."
        errors={errors}
        type="email"
        autoComplete="off"
        maxLength={254}
        value={fields.email}
        onChange={({ target }) => setFields({ ...fields, email: target.value })}
      />
      <Select
        name="role"
        scope="invitation"
        label="Role"
        hint={ROLE_HINTS[fields.role]}
        errors={errors}
        value={fields.role}
        onChange={({ target }) =>
          setFields({ ...fields, role: ROLES.find((role) => role === target.value) ?? 'member' })
        }
      >
        {ROLES.map((role) => (
          <option key={role} value={role}>
            {ROLE_WORDS[role]}
          </option>
        ))}
      </Select>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" aria-disabled={busy}>
          {busy ? 'Making the link…' : 'Make invitation link'}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </Form>
  );
}
