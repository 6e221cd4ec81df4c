'use client';

import type { RequestProblem } from '@/lib/client/request';
import type { Broadcast } from '@/lib/inbox/broadcast';
import { type Content, SEVERITIES } from '@/lib/inbox/notification';
import { Select, TextArea, TextField } from '../field';

/** What can be changed about something that is out. */
export type SentText = Readonly<Required<Content>>;

export function textOf(broadcast: Broadcast): SentText {
  const { title, body, url, linkLabel, category, severity, format } = broadcast;
  return { title, body, url, linkLabel: linkLabel ?? null, category, severity, format: format ?? 'plain' };
}

/** The same fields as of a draft, without its audience: whom it went to is done. */
export function SentFields({
  text,
  errors,
  onChange,
}: {
  text: SentText;
  errors: RequestProblem['errors'];
  onChange: (part: Partial<SentText>) => void;
}) {
  const orNull = (value: string) => (value === '' ? null : value);
  return (
    <>
      <TextField
        name="title"
        label="Title"
        errors={errors}
        required
        dir="auto"
        value={text.title}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <TextArea
        name="body"
        label="Text (optional)"
        errors={errors}
        dir="auto"
        value={text.body ?? ''}
        onChange={(event) => onChange({ body: orNull(event.target.value) })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="url"
          label="Link (optional)"
          errors={errors}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          value={text.url ?? ''}
          onChange={(event) => onChange({ url: orNull(event.target.value) })}
        />
        <TextField
          name="linkLabel"
          label="Link label (optional)"
          errors={errors}
          dir="auto"
          value={text.linkLabel ?? ''}
          onChange={(event) => onChange({ linkLabel: orNull(event.target.value) })}
        />
        <TextField
          name="category"
          label="Category"
          errors={errors}
          autoCapitalize="none"
          value={text.category}
          onChange={(event) => onChange({ category: event.target.value })}
        />
        <Select
          name="severity"
          label="Severity"
          errors={errors}
          value={text.severity}
          onChange={(event) => {
            const severity = SEVERITIES.find((known) => known === event.target.value);
            if (severity !== undefined) onChange({ severity });
          }}
        >
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              {severity.charAt(0).toUpperCase() + severity.slice(1)}
            </option>
          ))}
        </Select>
      </div>
    </>
  );
}
