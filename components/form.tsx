'use client';

import { type ComponentProps, createContext, type RefObject, useRef } from 'react';
import { useEarlyInput } from './use-early-input';

/** Whether what is below is in a form that a script of ours sends. */
export const OurForm = createContext(false);

/**
 * A form that a script of ours sends, and never the browser: its button cannot be pressed before the script runs, and
 * what was filled in until then is taken over. `post` keeps a password out of the address if the script never comes.
 */
export function Form({
  ref,
  onSubmit,
  children,
  ...rest
}: Omit<ComponentProps<'form'>, 'ref' | 'onSubmit'> & {
  ref?: RefObject<HTMLFormElement | null>;
  onSubmit: () => void;
}) {
  const own = useRef<HTMLFormElement>(null);
  const form = ref ?? own;
  useEarlyInput(form);
  return (
    <form
      ref={form}
      method="post"
      noValidate
      {...rest}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <OurForm value={true}>{children}</OurForm>
    </form>
  );
}
