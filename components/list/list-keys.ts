'use client';

import type { KeyboardEvent } from 'react';
import { type KeyCommand, keyCommand } from './key-command';

/**
 * A key listener for the region around a list. `onCommand` answers whether it did anything; only then is the
 * key kept from the browser.
 */
export function listKeys(onCommand: (command: KeyCommand) => boolean): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || !(event.target instanceof HTMLElement)) return;
    const command = keyCommand({
      key: event.key,
      shift: event.shiftKey,
      control: event.ctrlKey,
      meta: event.metaKey,
      alt: event.altKey,
      repeat: event.repeat,
      composing: event.nativeEvent.isComposing,
      typing: event.target.matches('input, textarea, select, [contenteditable]'),
      rightToLeft: getComputedStyle(event.target).direction === 'rtl',
    });
    if (command !== null && onCommand(command)) event.preventDefault();
  };
}
