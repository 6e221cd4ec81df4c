'use client';

import { useRef, useState } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import { signIn } from '@/lib/client/session';
import { setUp } from '@/lib/client/setup';

import { Button } from '../button';
import { FormProblem, TextField } from '../field';
import { Form } from '../form';

/** Makes the first administrator of an empty installation and signs them in. */
export function SetupForm({ token }: { token: string }) {
  const [fields, setFields] = useState({ name: '', email: '', password: '' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ detail: string; errors: RequestProblem['errors'] } | null>(null);

  const form = useRef<HTMLFormElement>(null);

  const submit = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const made = await setUp({ token, ...fields });
    if (!made.ok) {
      setProblem(made.problem);
      const refused = new Set(made.problem.errors.map(({ path }) => path));
      const first = Object.keys(fields).find((name) => refused.has(name));
      form.current?.querySelector<HTMLElement>(`[name="${first ?? ''}"]`)?.focus();
      setBusy(false);
      return;
    }
    const refused = await signIn({ email: made.value.email, password: fields.password });
    // The account is there: when signing in fails now, the usual page is where to try again.
    location.assign(refused === null ? '/inbox' : '/sign-in');
  };
  const control = (name: keyof typeof fields) => ({
    name,
    value: fields[name],
    errors: problem?.errors ?? [],
    required: true,
    onChange: (event: { target: { value: string } }) =>
      setFields((before) => ({ ...before, [name]: event.target.value })),
  });

  return (
    <Form ref={form} className="space-y-4" noValidate={false} onSubmit={submit}>
      {problem !== null && <FormProblem>{problem.detail}</FormProblem>}
      <TextField {...control('name')} label="Your name" autoComplete="name" maxLength={100} />
      <TextField {...control('email')} label="E-mail address" type="email" autoComplete="username" />
      <TextField
        {...control('password')}
        label="Password"
        hint="At least 8 characters."
        type="password"
        autoComplete="new-password"
        maxLength={1024}
      />
      <Button type="submit" kind="primary" aria-disabled={busy} className="w-full">
        {busy ? 'Making the account…' : 'Make the administrator'}
      </Button>
    </Form>
  );
}
