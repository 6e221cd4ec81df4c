import type { ComponentProps, ReactNode } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import { useHydrated } from './use-hydrated';

/** How a control of a form is drawn. */
export const CONTROL =
  'block min-h-10.5 w-full rounded-lg border border-control bg-bg px-3 py-2 text-base text-text placeholder:text-muted aria-[invalid=true]:border-critical pointer-coarse:min-h-11';

/** What each control of a form needs to be named, explained and, when it was refused, corrected. */
type Labelled = Readonly<{
  name: string;
  /** Which form it is of, where another on the page has a control of this name. */
  scope?: string;
  label: string;
  hint?: ReactNode;
  /** Stands between the name and the control: what works on it. */
  above?: ReactNode;
  /** The refusals of the whole form; those whose path is this name are shown here. */
  errors?: RequestProblem['errors'];
}>;

export function TextField({ name, scope, label, hint, errors, ...rest }: Labelled & ComponentProps<'input'>) {
  return (
    <Frame {...{ name, scope, label, hint, errors }}>
      {(aria) => <input type="text" {...rest} {...aria} name={name} className={CONTROL} />}
    </Frame>
  );
}

export function TextArea({
  name,
  scope,
  label,
  hint,
  above,
  errors,
  readOnly = false,
  ...rest
}: Labelled & ComponentProps<'textarea'>) {
  // Taking over a text area that began with a text, React puts that text back, whatever was typed by then.
  const wouldBeUndone = !useHydrated() && rest.value !== '';
  return (
    <Frame {...{ name, scope, label, hint, above, errors }}>
      {(aria) => (
        <textarea
          rows={5}
          {...rest}
          {...aria}
          readOnly={readOnly || wouldBeUndone}
          name={name}
          className={CONTROL}
        />
      )}
    </Frame>
  );
}

export function Select({
  name,
  scope,
  label,
  hint,
  errors,
  children,
  ...rest
}: Labelled & ComponentProps<'select'>) {
  return (
    <Frame {...{ name, scope, label, hint, errors }}>
      {(aria) => (
        <select {...rest} {...aria} name={name} className={CONTROL}>
          {children}
        </select>
      )}
    </Frame>
  );
}

/** Refusals that belong to no control of the form, and the sentence about the whole. */
export function FormProblem({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-lg border border-critical px-3 py-2 text-sm text-critical">
      {children}
    </p>
  );
}

type Aria = { id: string; 'aria-invalid': boolean; 'aria-describedby': string | undefined };

function Frame({
  name,
  scope,
  label,
  hint,
  above,
  errors = [],
  children,
}: Labelled & { children: (aria: Aria) => ReactNode }) {
  const id = scope === undefined ? `field-${name}` : `field-${scope}-${name}`;
  const mine = errors.filter(({ path }) => path === name || path.startsWith(`${name}.`));
  const described = [hint === undefined ? '' : `${id}-hint`, mine.length === 0 ? '' : `${id}-error`];
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium">
        {label}
      </label>
      {above}
      {children({
        id,
        'aria-invalid': mine.length > 0,
        'aria-describedby': described.filter(Boolean).join(' ') || undefined,
      })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1.5 text-xs text-muted">
          {hint}
        </p>
      )}
      {mine.length > 0 && (
        <p id={`${id}-error`} className="mt-1.5 text-sm text-critical">
          {mine.map(({ message }) => message).join(' ')}
        </p>
      )}
    </div>
  );
}
