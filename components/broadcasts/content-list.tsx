import type { ReactNode } from 'react';
import { parseLink } from '@/lib/inbox/link';
import type { Content } from '@/lib/inbox/notification';
import { categoryText } from '../list/row-words';
import { MarkdownBody } from '../markdown/markdown-body';

/** What a broadcast says, in words: its look beside it is a picture for the eye only. */
export function ContentList({ content }: { content: Content }) {
  const { body, url, linkLabel, category, severity, format } = content;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3 text-sm">
      {body !== null && (
        <Said name="Text" wide>
          <MarkdownBody text={body} format={format ?? 'plain'} />
        </Said>
      )}
      {url !== null && (
        <Said name="Link" wide>
          <LinkText url={url} />
        </Said>
      )}
      {url !== null && linkLabel != null && (
        <Said name="Label of the link">
          <bdi dir="auto">{linkLabel}</bdi>
        </Said>
      )}
      <Said name="Category">{categoryText(category)}</Said>
      <Said name="Severity">{severity.charAt(0).toUpperCase() + severity.slice(1)}</Said>
    </dl>
  );
}

// The same rule as on a row: an address that must not be followed is text, whatever was stored.
function LinkText({ url }: { url: string }) {
  const link = parseLink(url);
  if (link === null) return url;
  return (
    <a
      href={link}
      target="_blank"
      rel="noopener noreferrer"
      className="text-accent underline underline-offset-2"
    >
      {url}
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}

function Said({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? 'basis-full' : ''}>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="mt-0.5 wrap-anywhere">{children}</dd>
    </div>
  );
}
