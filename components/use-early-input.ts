'use client';

import { type RefObject, useEffect } from 'react';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Tells React what was typed, chosen or filled in by a password manager before the page's script ran. React takes over
 * the server's HTML without a look at what its controls hold by then, so that the state would lack it, and the next
 * render would wipe it out. What a control of the server's HTML held at first is its default value still.
 */
export function useEarlyInput(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const controls = root.current?.querySelectorAll<Control>('input, textarea, select') ?? [];
    for (const control of controls) replay(control);
  }, [root]);
}

function replay(control: Control): void {
  if (control instanceof HTMLSelectElement) {
    const { selected = null } = [...control.options].find(({ defaultSelected }) => defaultSelected) ?? {};
    if (selected === false) control.dispatchEvent(new Event('change', { bubbles: true }));
  } else if (control.type === 'file') {
    if (control.value !== '') control.dispatchEvent(new Event('change', { bubbles: true }));
  } else if (isTicked(control)) {
    if (control.checked === control.defaultChecked) return;
    // A radio that another was chosen over has nothing to say: the other has.
    if (control.type === 'radio' && !control.checked) return;
    control.checked = control.defaultChecked;
    control.click();
  } else if (control.value !== control.defaultValue) {
    const typed = control.value;
    // React compares with the value that was last set through the element itself, and drops an event that brings no
    // other: so the first value is set through it, and what was typed past it.
    control.value = control.defaultValue;
    const { prototype } = control instanceof HTMLInputElement ? HTMLInputElement : HTMLTextAreaElement;
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(control, typed);
    control.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

function isTicked(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === 'radio' || control.type === 'checkbox');
}
