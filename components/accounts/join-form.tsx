'use client';

import { useRef, useState } from 'react';
import { acceptInvitation } from '@/lib/client/people';
import type { RequestProblem } from '@/lib/client/request';
import { signIn } from '@/lib/client/session';
import type { InvitationKind } from '@/lib/inbox/invitation';
import { Button } from '../button';
import { buttonClass } from '../button-class';
import { FormProblem, TextField } from '../field';
import { Form } from '../form';

/** Sets the password of whoever came by a one-time link, and signs them in with it. */
export function JoinForm({
  token,
  kind,
  name: invitedAs,
  email,
}: {
  token: string;
  kind: InvitationKind;
  name: string;
  email: string;
}) {
  const [name, setName] = useState(invitedAs);
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RequestProblem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const isJoining = kind === 'invitation';

  const submit = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const answer = await acceptInvitation(isJoining ? { token, name, password } : { token, password });
    if (!answer.ok) {
      setProblem(answer.problem);
      const [first] = answer.problem.errors;
      form.current?.querySelector<HTMLElement>(`[name="${first?.path ?? ''}"]`)?.focus();
      setBusy(false);
      return;
    }
    const refused = await signIn({ email: answer.value.email, password });
    // The link is used: when signing in fails now, the usual page is where to try again.
    location.assign(refused === null ? '/inbox' : '/sign-in');
  };
  const errors = problem?.errors ?? [];
  const isOver = problem?.code === 'conflict' || problem?.code === 'not_found';

  return (
    <Form ref={form} className="space-y-4" onSubmit={submit}>
      {problem !== null && errors.length === 0 && (
        <>
          <FormProblem>{problem.detail}</FormProblem>
          {isOver && (
            <a href="/sign-in" className={buttonClass('plain')}>
              Sign in
            </a>
          )}
        </>
      )}
      {/* The browser's own store of passwords takes the address from here. */}
      <TextField
        name="email"
        label="E-mail address"
        hint="You sign in with it."
        type="email"
        autoComplete="username"
        readOnly
        value={email}
      />
      {isJoining && (
        <TextField
          name="name"
          label="Your name"
          autoComplete="name"
          maxLength={100}
          errors={errors}
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
      )}
      <TextField
        name="password"
        label={isJoining ? 'Password' : 'New password'}
        hint={
          isJoining ? 'At least 8 characters.' : 'At least 8 characters. You are signed out everywhere else.'
        }
        type="password"
        autoComplete="new-password"
        maxLength={1024}
        errors={errors}
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      <Button type="submit" kind="primary" aria-disabled={busy} className="w-full">
        {busy ? 'One moment…' : isJoining ? 'Join and sign in' : 'Set password and sign in'}
      </Button>
    </Form>
  );
}
