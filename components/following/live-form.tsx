'use client';

import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useTransition } from 'react';
import { useAnnounce } from '../speech/announcer';

/** Between two letters of somebody who types. */
const PAUSE_MS = 300;

/**
 * A form whose fields are the address: it asks by itself as they change, and with a button where no script runs. What
 * was found is said once it is there.
 */
export function LiveForm({
  label,
  result,
  children,
}: {
  label: string;
  /** "12 broadcasts", in words. */
  result: string;
  children: ReactNode;
}) {
  const router = useRouter();
  const path = usePathname();
  const announce = useAnnounce();
  const [isPending, begin] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asked = useRef(false);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  useEffect(() => {
    if (isPending || !asked.current) return;
    asked.current = false;
    announce(result);
  }, [isPending, result, announce]);

  const ask = (pauseMs: number) => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (form.current === null) return;
      const query = queryOf(new FormData(form.current));
      asked.current = true;
      begin(() => router.replace(query === '' ? path : `${path}?${query}`, { scroll: false }));
    }, pauseMs);
  };
  return (
    <search aria-label={label}>
      <form
        ref={form}
        method="get"
        action={path}
        className="flex flex-wrap items-end gap-3"
        onChange={(event) => ask(event.target instanceof HTMLInputElement ? PAUSE_MS : 0)}
        onSubmit={(event) => {
          event.preventDefault();
          ask(0);
        }}
      >
        {children}
      </form>
    </search>
  );
}

/** What is filled in; an address says nothing of what is not asked. */
function queryOf(fields: FormData): string {
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    if (typeof value === 'string' && value.trim() !== '') query.set(name, value.trim());
  }
  return query.toString();
}
