import type { MouseEvent } from 'react';

/**
 * A click handler for a link whose address also works by itself: a plain click is done here, at once; one with a
 * modifier or another button is the browser's (a new tab, a new window, a download).
 */
export function onPlainClick(act: () => void): (event: MouseEvent) => void {
  return (event) => {
    const isModified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || event.button !== 0 || isModified) return;
    event.preventDefault();
    act();
  };
}
