import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Row } from '@/lib/client/inbox';
import { NotificationRow } from './list/notification-row';
import type { RowHandlers } from './list/row-handlers';
import { aRow } from './testing/rows';
import { ClockProvider } from './time/clock';
import { Toast } from './toast/toast';

const nothing = () => undefined;
const handlers: RowHandlers = {
  open: nothing,
  read: nothing,
  unread: nothing,
  archive: nothing,
  restore: nothing,
  retry: nothing,
};

/** Also what the server refuses today: it may have been stored before it did. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  '😀'.repeat(10_000),
  '👨‍👩‍👧‍👦'.repeat(500),
  'W'.repeat(2_000),
  `Z${'\u0351\u036b\u0343'.repeat(300)}`,
  '\u202egnp.exe\u202c',
  '\u2066isolated\u2067never closed',
  'zero\u200bwidth\u2060\ufeff',
  'bell\u0007null\u0001',
  'line\u2028separator',
];

const ALLOWED = [
  'ul',
  'li',
  'span',
  'div',
  'p',
  'a',
  'button',
  'time',
  'svg',
  'path',
  'circle',
  'line',
  'rect',
];

const SURFACES: Readonly<Record<string, (row: Row) => ReactNode>> = {
  tray: (row) => <NotificationRow row={row} handlers={handlers} tabbable folds />,
  page: (row) => <NotificationRow row={row} handlers={handlers} tabbable folds={false} />,
  toast: (row) => <Toast row={row} onDismiss={nothing} onOpen={nothing} />,
};

function markup(surface: string, row: Row): string {
  return renderToStaticMarkup(
    <ClockProvider clock={{ now: 0, locale: 'en-GB', timeZone: 'UTC' }}>
      {SURFACES[surface]?.(row)}
    </ClockProvider>,
  );
}

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');

for (const surface of Object.keys(SURFACES)) {
  for (const format of ['plain', 'markdown'] as const) {
    test(`whatever a ${format} notification says is text in its own direction: ${surface}`, () => {
      for (const text of HOSTILE) {
        const row = aRow({
          id: 'n1',
          title: text,
          body: text,
          linkLabel: text,
          url: '/x',
          format,
          isTest: true,
        });
        const html = markup(surface, row);
        for (const [, name = ''] of html.matchAll(/<([a-z]+)/g)) expect(ALLOWED).toContain(name);
        expect(html).not.toMatch(/<[^>]*\s(?:on[a-z]+|style|src)=/);
        expect(html.match(/href="[^"]*"/g)).toEqual(['href="/n/n1"']);
        expect(html).toContain(escaped(text));
        expect(html.match(/dir="auto"/g)?.length).toBeGreaterThanOrEqual(3);
        expect(html).toContain('wrap-anywhere');
      }
    });
  }
}

test('an id from a strange server cannot leave the address it stands in', () => {
  for (const surface of Object.keys(SURFACES)) {
    const html = markup(surface, aRow({ id: '../../evil?"><b>', url: '/x' }));
    expect(html).toContain('href="/n/..%2F..%2Fevil%3F%22%3E%3Cb%3E"');
  }
});
