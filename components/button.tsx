'use client';

import { type ComponentProps, use } from 'react';
import { type ButtonKind, buttonClass } from './button-class';
import { OurForm } from './form';
import { useHydrated } from './use-hydrated';

/**
 * A button that does not submit unless told to. What it does is a script's doing: until that runs it says that it
 * cannot be pressed yet, and one that would have the browser send a form of ours by itself cannot be.
 */
export function Button({
  kind = 'plain',
  className = '',
  type = 'button',
  disabled = false,
  'aria-disabled': isBusy,
  ...rest
}: ComponentProps<'button'> & { kind?: ButtonKind }) {
  const waits = !useHydrated();
  const isOurs = use(OurForm);
  return (
    <button
      type={type}
      {...rest}
      disabled={disabled || (waits && type === 'submit' && isOurs)}
      aria-disabled={isBusy || (waits && type === 'button') || undefined}
      className={`${buttonClass(kind)} ${className}`}
    />
  );
}

/** A square one with an icon only; its name is required. */
export function IconButton({
  label,
  className = '',
  'aria-disabled': isBusy,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & { label: string }) {
  const waits = !useHydrated();
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isBusy || waits || undefined}
      aria-label={label}
      title={label}
      className={`grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-line hover:text-text pointer-coarse:size-11 motion-safe:transition-colors ${className}`}
    />
  );
}
