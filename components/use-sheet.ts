'use client';

import { useEffect } from 'react';

/**
 * While a full-screen sheet is open on a phone, nothing under it takes focus: every element marked with
 * `data-under-sheet` is inert. On a wider screen it is no sheet, and the page beside it stays in use.
 */
export function useSheet(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    const phone = matchMedia('(width < 40rem)');
    const under = () => document.querySelectorAll('[data-under-sheet]');
    const apply = () => {
      for (const element of under()) element.toggleAttribute('inert', phone.matches);
    };
    apply();
    phone.addEventListener('change', apply);
    return () => {
      phone.removeEventListener('change', apply);
      for (const element of under()) element.removeAttribute('inert');
    };
  }, [open]);
}
