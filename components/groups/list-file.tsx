'use client';

import { useRef } from 'react';
import { IMPORT_BYTES_MAX } from '@/lib/inbox/group-import';
import { Button } from '../button';

/** Takes a list from a file instead of from the clipboard. */
export function ListFile({
  onRead,
  onRefused,
}: {
  onRead: (text: string) => void;
  onRefused: (sentence: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const read = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > IMPORT_BYTES_MAX) return onRefused('This file is larger than 2 MB.');
    const text = decode(await file.arrayBuffer());
    if (text === null) onRefused('This file is not UTF-8 text. Save it as “CSV UTF-8” and choose it again.');
    else onRead(text);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        aria-label="File with the list"
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          read(event.target.files?.[0]);
          // Or the same file, put right, could not be chosen again.
          event.target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()}>Choose a file</Button>
    </>
  );
}

/** Read as something else than it is, names would be spoilt without a word. */
function decode(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
