import type { ReactNode } from 'react';
import { Mark } from '../mark';

/** The frame of the pages before somebody is signed in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center px-5 py-10">
      <p className="mb-8 flex items-center gap-2 text-lg font-semibold tracking-tight">
        <Mark className="size-8 text-accent" />
        Belfry
      </p>
      <h1 className="mb-5 text-xl font-semibold tracking-tight">{title}</h1>
      {children}
    </main>
  );
}
