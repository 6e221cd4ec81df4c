'use client';

import { useState } from 'react';
import { signIn } from '@/lib/client/session';
import { Button } from '../button';
import { FormProblem, TextField } from '../field';
import { Form } from '../form';

export type DemoAccount = Readonly<{ name: string; email: string; role: string }>;

/** Signing in by e-mail address and password; then a whole page load, so that nothing of before stays in memory. */
export function SignInForm({
  next,
  demo,
}: {
  /** A path on this site. */
  next: string;
  demo: { accounts: readonly DemoAccount[]; password: string } | null;
}) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const enter = async (credentials: { email: string; password: string }) => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const refused = await signIn(credentials);
    if (refused === null) {
      location.assign(next);
      return;
    }
    setProblem(refused);
    setBusy(false);
  };

  return (
    <>
      <Form className="space-y-4" noValidate={false} onSubmit={() => enter({ email, password })}>
        {problem !== null && <FormProblem>{problem}</FormProblem>}
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          name="password"
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={1024}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit" kind="primary" aria-disabled={busy} className="w-full">
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
      </Form>
      {demo !== null && <DemoAccounts demo={demo} onPick={enter} />}
    </>
  );
}

function DemoAccounts({
  demo,
  onPick,
}: {
  demo: { accounts: readonly DemoAccount[]; password: string };
  onPick: (credentials: { email: string; password: string }) => void;
}) {
  return (
    <section aria-labelledby="demo" className="mt-8 border-t border-line pt-6">
      <h2 id="demo" className="text-sm font-semibold">
        Demo accounts
      </h2>
      <p className="mt-1 text-sm text-muted">
        Password of each: <code className="rounded bg-raised px-1 py-0.5 font-mono">{demo.password}</code>
      </p>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari drops the role of a list without bullets. */}
      <ul role="list" className="mt-3 divide-y divide-line overflow-hidden rounded-lg border border-line">
        {demo.accounts.map(({ name, email, role }) => (
          <li key={email}>
            <button
              type="button"
              onClick={() => onPick({ email, password: demo.password })}
              className="flex min-h-11 w-full items-center gap-3 px-3 py-2 text-start text-sm -outline-offset-2 hover:bg-raised"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{name}</span>
                <span className="block text-xs text-muted wrap-anywhere">{email}</span>
              </span>
              <span className="text-xs text-muted">{role}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
