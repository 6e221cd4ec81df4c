'use client';

import { type KeyboardEvent, useRef } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import { BODY_MAX } from '@/lib/inbox/content';
import { BODY_FORMATS, type BodyFormat } from '@/lib/inbox/notification';
import { number } from '../bell-words';
import { Select, TextArea } from '../field';
import { FormattingToolbar } from './formatting-toolbar';
import { type Edit, editFor, type Marking } from './markdown-editing';

const SHORTCUTS: Readonly<Record<string, Marking>> = { b: 'bold', i: 'italic', k: 'link' };
const FORMATS: Readonly<Record<BodyFormat, string>> = { markdown: 'Markdown', plain: 'Plain text' };
const HINTS: Readonly<Record<BodyFormat, string>> = {
  markdown:
    'Bold, italic, code, links and lists; line breaks are kept. HTML, images and headings stay as typed.',
  plain: 'Shown as typed; line breaks are kept.',
};

/** The text of a broadcast, with what marks it up. */
export function BodyField({
  body,
  format,
  errors,
  onChange,
}: {
  body: string | null;
  format: BodyFormat;
  errors: RequestProblem['errors'];
  onChange: (part: { body?: string | null; format?: BodyFormat }) => void;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const text = body ?? '';
  const mark = (marking: Marking) => {
    const field = area.current;
    if (field === null) return;
    type(field, editFor(field.value, { start: field.selectionStart, end: field.selectionEnd }, marking));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const marking = SHORTCUTS[event.key.toLowerCase()];
    const isShortcut = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (marking === undefined || !isShortcut || event.nativeEvent.isComposing) return;
    event.preventDefault();
    mark(marking);
  };

  return (
    <div className="space-y-3">
      <TextArea
        ref={area}
        name="body"
        label="Text (optional)"
        above={format === 'markdown' && <FormattingToolbar controls="field-body" onPress={mark} />}
        hint={`${HINTS[format]} ${number(text.length)} of ${number(BODY_MAX)} characters.`}
        errors={errors}
        dir="auto"
        rows={8}
        value={text}
        onKeyDown={format === 'markdown' ? onKeyDown : undefined}
        onChange={(event) => onChange({ body: event.target.value === '' ? null : event.target.value })}
      />
      <Select
        name="format"
        label="Format"
        errors={errors}
        value={format}
        onChange={(event) => {
          const chosen = BODY_FORMATS.find((known) => known === event.target.value);
          if (chosen !== undefined) onChange({ format: chosen });
        }}
      >
        {BODY_FORMATS.map((known) => (
          <option key={known} value={known}>
            {FORMATS[known]}
          </option>
        ))}
      </Select>
    </div>
  );
}

/** As if it were typed: that is what the browser can undo. */
function type(field: HTMLTextAreaElement, { from, to, insert, select }: Edit): void {
  field.focus();
  field.setSelectionRange(from, to);
  // Deprecated, and the only way that keeps the text's undo.
  const isTyped = document.execCommand(insert === '' ? 'delete' : 'insertText', false, insert);
  if (!isTyped) {
    field.setRangeText(insert, from, to, 'end');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  field.setSelectionRange(select.start, select.end);
}
