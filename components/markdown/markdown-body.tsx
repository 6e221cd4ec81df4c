'use client';

import { type ComponentType, lazy, Suspense } from 'react';
import { loadAgain } from '@/lib/client/load-again';
import type { BodyFormat } from '@/lib/inbox/notification';
import { plainText } from '@/lib/inbox/plain-text';

// What reads Markdown is a quarter as large as the rest of a page: it comes when a body needs it.
const MarkdownNodes = lazy(() =>
  loadAgain(
    () =>
      import('./markdown-nodes').then(({ MarkdownNodes }): { default: ComponentType<NodesProps> } => ({
        default: MarkdownNodes,
      })),
    // What is refused for good would take the page with it; the words are there without it.
    { default: ({ text }) => <Words text={plainText(text, 'markdown')} /> },
  ),
);
type NodesProps = Readonly<{ text: string; compact: boolean }>;

/**
 * A body as its sender laid it out: plain text with its line breaks, or paragraphs, lists, emphasis, code and links.
 * Nothing in it is ever markup of the page. Until the reader of Markdown is here, its words stand in its place.
 */
export function MarkdownBody({
  text,
  format,
  compact = false,
}: {
  text: string;
  format: BodyFormat;
  /** Closer together, for a list of many. */
  compact?: boolean;
}) {
  if (format === 'plain') return <Words text={text} />;
  return (
    <Suspense fallback={<Words text={plainText(text, format)} />}>
      <MarkdownNodes text={text} compact={compact} />
    </Suspense>
  );
}

function Words({ text }: { text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-line wrap-anywhere">
      {text}
    </p>
  );
}
