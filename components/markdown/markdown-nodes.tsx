'use client';

import { memo, type ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkBreaks from 'remark-breaks';
import { parseLink } from '@/lib/inbox/link';
import { isModest } from '@/lib/inbox/markup';
import { hostOf } from '../list/row-words';
import { remarkSubset } from './remark-subset';

const ALLOWED = ['p', 'br', 'strong', 'em', 'code', 'ul', 'ol', 'li', 'a'];
const PLUGINS = [remarkSubset, remarkBreaks];

/**
 * The safe part of Markdown as elements. Three rules, each of which would do: the parser knows nothing else, only these
 * elements are drawn, and every link goes through the rule for links once more where it is drawn.
 */
export const MarkdownNodes = memo(function MarkdownNodes({
  text,
  compact,
}: {
  text: string;
  compact: boolean;
}) {
  if (!isModest(text)) {
    return (
      <p dir="auto" className="whitespace-pre-line wrap-anywhere">
        {text}
      </p>
    );
  }
  return (
    <div className={`wrap-anywhere ${compact ? 'space-y-1' : 'space-y-3'}`}>
      <Markdown
        remarkPlugins={PLUGINS}
        allowedElements={ALLOWED}
        unwrapDisallowed
        components={COMPONENTS}
        // Not the usual one, which also lets through what is no address: see `Anchor`.
        urlTransform={(url) => parseLink(url)}
      >
        {text}
      </Markdown>
    </div>
  );
});

// Each takes the few properties it knows: nothing that a parser may find in a text becomes an attribute.
const COMPONENTS: Components = {
  p: ({ children }) => <p dir="auto">{children}</p>,
  strong: ({ children }) => <strong className="font-semibold">{children}</strong>,
  em: ({ children }) => <em>{children}</em>,
  code: ({ children }) => (
    <code className="rounded border border-line bg-raised px-1 font-mono text-[0.9em] [unicode-bidi:isolate]">
      {children}
    </code>
  ),
  ul: ({ children }) => <ul className="list-disc space-y-0.5 ps-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="list-decimal space-y-0.5 ps-7">
      {children}
    </ol>
  ),
  li: ({ children }) => <li dir="auto">{children}</li>,
  a: ({ href, children }) => <Anchor href={href}>{children}</Anchor>,
};

/** Where a link leads is said beside it, so that its words cannot claim another place. */
function Anchor({ href, children }: { href: string | undefined; children: ReactNode }) {
  const link = href === undefined ? null : parseLink(href);
  if (link === null) return children;
  const look = 'relative text-accent underline underline-offset-2 [unicode-bidi:isolate]';
  const host = hostOf(link);
  if (host === null) {
    return (
      <a href={link} className={look}>
        {children}
      </a>
    );
  }
  return (
    <a href={link} target="_blank" rel="noopener noreferrer" className={look}>
      {children}
      {` (${host})`}
      <span className="sr-only"> Opens in a new tab.</span>
    </a>
  );
}
