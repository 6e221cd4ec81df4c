'use client';

import { type FocusEvent, useLayoutEffect, useRef } from 'react';

/**
 * Spread on an element around buttons that may go while focus is on them, with what they offered. Then `goOn` is
 * called, to take focus elsewhere: else the keys that are pressed next go to nobody.
 */
export function useFocusKept(goOn: () => void) {
  const focused = useRef<Element | null>(null);

  // An element that is taken away with the focus on it does not tell that it lost it.
  useLayoutEffect(() => {
    if (focused.current === null || focused.current.isConnected) return;
    focused.current = null;
    if (document.activeElement === document.body) goOn();
  });

  return {
    onFocus: (event: FocusEvent) => {
      focused.current = event.target;
    },
    onBlur: () => {
      focused.current = null;
    },
  };
}
