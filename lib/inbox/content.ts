import { AppError, type FieldError } from '@/lib/errors';
import { parseLink } from './link';
import type { Content, Severity } from './notification';

/** Characters (code points): a title is one line in a row, a body is what fits a live event with room to spare. */
export const TITLE_MAX = 200;
export const BODY_MAX = 2_000;
export const CATEGORY_MAX = 50;
export const DEFAULT_CATEGORY = 'general';

/** What a sender wrote, before it was looked at. */
export type RawContent = Readonly<{
  title: string;
  body?: string | null;
  url?: string | null;
  category?: string;
  severity?: Severity;
}>;

/**
 * The content as it is stored: a title of one line, a body without stray controls, a link in its normal
 * form, empty fields as null. Throws `invalid` with every field that is wrong, by its name.
 */
export function normaliseContent(raw: RawContent): Content {
  const title = oneLine(raw.title);
  const body = paragraphs(raw.body ?? '');
  const category = oneLine(raw.category ?? '') || DEFAULT_CATEGORY;
  const link = raw.url?.trim() ?? '';
  const url = link === '' ? null : parseLink(link);

  const errors: FieldError[] = [];
  if (title === '') errors.push({ path: 'title', message: 'A title is needed.' });
  if (length(title) > TITLE_MAX) errors.push(tooLong('title', TITLE_MAX));
  if (length(body) > BODY_MAX) errors.push(tooLong('body', BODY_MAX));
  if (length(category) > CATEGORY_MAX) errors.push(tooLong('category', CATEGORY_MAX));
  if (link !== '' && url === null)
    errors.push({ path: 'url', message: 'A link is a path such as /reports/7, or an http(s) address.' });
  if (errors.length > 0)
    throw new AppError('invalid', 'The notification cannot be sent like this.', { errors });

  return { title, body: body === '' ? null : body, url, category, severity: raw.severity ?? 'info' };
}

const length = (text: string): number => [...text].length;

const tooLong = (path: string, max: number): FieldError => ({
  path,
  message: `At most ${max.toLocaleString('en')} characters.`,
});

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();

const paragraphs = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
