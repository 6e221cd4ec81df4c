import 'server-only';
import * as z from 'zod';
import { BODY_MAX, LINK_LABEL_MAX, TITLE_MAX } from '@/lib/inbox/content';
import { LINK_MAX, parseLink } from '@/lib/inbox/link';
import { LABEL_WITHOUT_LINK } from '@/lib/inbox/link-label';
import { BODY_FORMATS, SEVERITIES } from '@/lib/inbox/notification';
import { lineOf } from './line-of-text';
import { refuseHidden } from './refuse-hidden';

/** Line ends become `\n`; an empty body is none. */
const body = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .pipe(
    z
      .string()
      .max(BODY_MAX, `This may have at most ${BODY_MAX} characters.`)
      // Of a body's control characters these two are what it is laid out with.
      .superRefine((text, context) => refuseHidden(text.replaceAll(/[\n\t]/g, ''), context)),
  )
  .transform((text) => (text === '' ? null : text));

const url = z
  .string()
  .trim()
  .max(LINK_MAX, `This may have at most ${LINK_MAX} characters.`)
  .transform((text, context) => {
    if (text === '') return null;
    const link = parseLink(text);
    if (link !== null) return link;
    context.addIssue('A link is a path on this site (/…) or an http(s) address.');
    return z.NEVER;
  });

const category = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'A category has 1 to 40 lower-case letters, digits and hyphens.');
/** An empty one is none. */
const linkLabel = lineOf({ min: 0, max: LINK_LABEL_MAX }).transform((text) => (text === '' ? null : text));
const format = z.enum(BODY_FORMATS, `The format is one of ${BODY_FORMATS.join(', ')}.`);
const severity = z.enum(SEVERITIES, `The severity is one of ${SEVERITIES.join(', ')}.`);

/** The fields of a content as a sender gives them; what is left out has these defaults, and is plain text without a label. */
export const contentFields = {
  title: lineOf({ max: TITLE_MAX }),
  body: body.nullable().default(null),
  url: url.nullable().default(null),
  category: category.default('general'),
  severity: severity.default('info'),
  linkLabel: linkLabel.nullable().optional(),
  format: format.optional(),
};

/** The same fields for a change: what is left out stays as it is. */
export const contentChangeFields = {
  title: lineOf({ max: TITLE_MAX }).optional(),
  body: body.nullable().optional(),
  url: url.nullable().optional(),
  category: category.optional(),
  severity: severity.optional(),
  linkLabel: linkLabel.nullable().optional(),
  format: format.optional(),
};

/** The refusal of a label without a link, by its field. */
export const LABEL_REFUSED = { path: ['linkLabel'], message: LABEL_WITHOUT_LINK };
