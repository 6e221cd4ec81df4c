import type { BodyFormat } from '@/lib/inbox/notification';
import { plainText } from '@/lib/inbox/plain-text';
import { MarkdownBody } from '../markdown/markdown-body';

/**
 * A row's text. Where there is room for it, it is laid out as its sender did; cut, and in the tray, it is its words.
 * A link in it lies over the one that covers the row.
 */
export function RowBody({
  id,
  body,
  format,
  cut,
  folds,
}: {
  id: string;
  body: string;
  format: BodyFormat;
  /** To two lines. */
  cut: boolean;
  /** In a list where long text folds: there it is words alone, cut or not. */
  folds: boolean;
}) {
  if (cut || folds) {
    return (
      <p
        id={id}
        dir="auto"
        className={`mt-0.5 text-sm whitespace-pre-line text-muted wrap-anywhere ${cut ? 'line-clamp-2' : ''}`}
      >
        {plainText(body, format)}
      </p>
    );
  }
  return (
    <div id={id} className="mt-0.5 text-sm text-muted [&_a]:relative [&_a]:z-1">
      <MarkdownBody text={body} format={format} compact />
    </div>
  );
}
