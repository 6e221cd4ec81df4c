'use client';

import { useId } from 'react';
import type { RequestProblem } from '@/lib/client/request';
import type { Draft } from '@/lib/client/use-draft';
import { LINK_LABEL_MAX, TITLE_MAX } from '@/lib/inbox/content';
import { SEVERITIES, type Severity } from '@/lib/inbox/notification';
import { Select, TextField } from '../field';
import { BodyField } from './body-field';
import { ExpiryField } from './expiry-field';

/** Titles up to here stand in one line of the bell. */
const TITLE_LINE = 60;

const DOES: Readonly<Record<Severity, string>> = {
  info: 'Raises the number on the bell.',
  success: 'Raises the number on the bell, like info.',
  warning: 'Marked as a warning, and pointed out by a toast that passes.',
  critical: 'Read out at once to people who listen; its toast stays until it is dismissed.',
};

/** Everything that a broadcast says, and how. */
export function ContentFields({
  draft,
  errors,
  categories,
  onChange,
}: {
  draft: Draft;
  errors: RequestProblem['errors'];
  /** Those in use, as suggestions. */
  categories: readonly string[];
  onChange: (part: Partial<Draft>) => void;
}) {
  const id = useId();
  const { title, url } = draft;
  return (
    <>
      <TextField
        name="title"
        label="Title"
        hint={`${title.length} of ${TITLE_MAX}.${title.length > TITLE_LINE ? ' Longer titles than 60 take a second line in the bell, and are cut after it in a toast.' : ''}`}
        errors={errors}
        required
        dir="auto"
        value={title}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <BodyField body={draft.body} format={draft.format} errors={errors} onChange={onChange} />
      <div className="grid gap-5 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <TextField
          name="url"
          label="Link (optional)"
          hint="A path on this site such as /reports/7, or an http(s) address."
          errors={errors}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          value={url ?? ''}
          onChange={(event) => onChange(linkOf(event.target.value))}
        />
        <TextField
          name="linkLabel"
          label="Label of the link (optional)"
          hint={
            url === null
              ? 'Needs a link.'
              : `${draft.linkLabel?.length ?? 0} of ${LINK_LABEL_MAX}. Without one it says Open.`
          }
          errors={errors}
          dir="auto"
          readOnly={url === null}
          value={draft.linkLabel ?? ''}
          onChange={(event) => onChange({ linkLabel: event.target.value || null })}
        />
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          name="category"
          label="Category"
          hint="One word of yours, such as general or on-call. People can switch it off."
          errors={errors}
          autoCapitalize="none"
          autoComplete="off"
          list={`${id}categories`}
          value={draft.category}
          onChange={(event) => onChange({ category: event.target.value })}
        />
        <datalist id={`${id}categories`}>
          {categories.map((category) => (
            <option key={category} value={category} />
          ))}
        </datalist>
        <Select
          name="severity"
          label="Severity"
          hint={DOES[draft.severity]}
          errors={errors}
          value={draft.severity}
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
      <ExpiryField
        value={draft.expiresAt}
        errors={errors}
        onChange={(expiresAt) => onChange({ expiresAt })}
      />
    </>
  );
}

/** A label goes with its link. */
function linkOf(typed: string): Partial<Draft> {
  return typed === '' ? { url: null, linkLabel: null } : { url: typed };
}
