import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Row } from '@/lib/client/inbox';
import { aRow } from '../testing/rows';
import { ClockProvider } from '../time/clock';
import { NotificationRow } from './notification-row';
import type { RowHandlers } from './row-handlers';

const nothing = () => undefined;
const handlers: RowHandlers = {
  open: nothing,
  read: nothing,
  unread: nothing,
  archive: nothing,
  restore: nothing,
  retry: nothing,
};
const clock = { now: Date.parse('2026-11-03T14:10:00Z'), locale: 'en-GB', timeZone: 'Europe/Berlin' };

function markup(row: Partial<Row>, tabbable?: boolean, folds = true): string {
  return renderToStaticMarkup(
    <ClockProvider clock={clock}>
      <ul>
        <NotificationRow
          row={aRow({ id: 'n1', ...row })}
          handlers={handlers}
          tabbable={tabbable}
          folds={folds}
        />
      </ul>
    </ClockProvider>,
  );
}

test('an unread row says so before its title, and a read one does not', () => {
  expect(markup({})).toContain('>Unread. </span>');
  expect(markup({})).toContain('data-state="unread"');
  expect(markup({ readAt: '2026-11-03T14:06:00Z' })).not.toContain('Unread. ');
});

test('severity is a word as well as a colour', () => {
  expect(markup({ severity: 'critical' })).toContain('>Unread. Critical. </span>');
  expect(markup({ severity: 'success' })).not.toContain('data-severity');
});

test('a path on this site is an ordinary link, through the address that notes it was followed', () => {
  const html = markup({ url: '/reports/7' });
  expect(html).toContain('href="/n/n1"');
  expect(html).not.toContain('target=');
});

test('a link goes by its sender’s words, and one that is not allowed has none', () => {
  expect(markup({ url: '/reports/7', linkLabel: 'Open report' })).toContain('>Open report</span>');
  expect(markup({ url: 'javascript:alert(1)', linkLabel: 'Open report' })).not.toContain('Open report');
  expect(markup({ linkLabel: 'Open report' })).not.toContain('Open report');
});

test('a test says that it is one, to the ear as well', () => {
  const html = markup({ isTest: true });
  expect(html).toMatch(/<span id="[^"]+meta"[^>]*><span class="[^"]*">Test<\/span>/);
  expect(markup({})).not.toContain('Test');
});

test('in a list where text folds a body is its words, cut or not', () => {
  const html = markup({ body: '**Bring** your [badge](/badges)', format: 'markdown' });
  expect(html).toContain('>Bring your badge</p>');
  expect(html).toContain('line-clamp-2');
});

test('on the page a body is laid out as its sender did, its links above the one of the row', () => {
  const html = markup({ body: 'Line 1\nLine 2', url: '/x' }, true, false);
  expect(html).toContain('[&amp;_a]:z-1');
  expect(html).not.toContain('line-clamp');
});

test('an address elsewhere opens without our window and referrer, and its host is shown', () => {
  const html = markup({ url: 'https://status.example.org/incident/7' });
  expect(html).toContain('rel="noopener noreferrer"');
  expect(html).toContain('target="_blank"');
  expect(html).toContain('status.example.org<');
});

test('a link that must not be followed is no link, whatever was stored', () => {
  for (const url of [
    'javascript:alert(1)',
    'java\tscript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    'data:text/html,x',
  ]) {
    const html = markup({ url });
    expect(html).not.toContain('href');
    expect(html).not.toContain('evil.example');
    expect(html).toContain('<button type="button" aria-describedby');
  }
});

test('what a sender wrote is text', () => {
  const html = markup({ title: '<img src=x onerror=alert(1)>', body: '<b>bold</b>' });
  expect(html).not.toContain('<img');
  expect(html).not.toContain('<b>');
  expect(html).toContain('&lt;b&gt;bold');
});

test('title and body have their own direction', () => {
  expect(markup({ body: 'שלום' }).match(/dir="auto"/g)).toHaveLength(2);
});

test('the actions are always there, named for what they will do', () => {
  expect(markup({})).toContain('aria-label="Mark as read"');
  expect(markup({})).toContain('aria-label="Archive"');
  const archived = markup({ readAt: '2026-11-03T14:06:00Z', archivedAt: '2026-11-03T14:07:00Z' });
  expect(archived).toContain('aria-label="Mark as unread"');
  expect(archived).toContain('aria-label="Move to inbox"');
});

test('one row of a list is reached by Tab, and every row while no script runs', () => {
  expect(markup({}, true).match(/tabindex="0"/g)).toHaveLength(3);
  expect(markup({}, false).match(/tabindex="-1"/g)).toHaveLength(3);
  expect(markup({})).not.toContain('tabindex');
});

test('a refused action says so on the row, with a way to try again', () => {
  const html = markup({ failed: 'archive' });
  expect(html).toContain('archive.');
  expect(html).toContain('>Retry</button>');
});

test('the refusal is heard with its row, and the row with its "Retry"', () => {
  const html = markup({ failed: 'archive' });
  const refusal = /<span id="([^"]+)">Couldn/.exec(html)?.[1];
  expect(html).toMatch(new RegExp(`aria-describedby="[^"]* ${refusal}" data-row-open`));
  expect(html).toMatch(/aria-describedby="[^"]+title" class="[^"]*">Retry</);
});

test('a row is busy while its action is on the way, and not for as long as there is no line', () => {
  expect(markup({ waiting: true })).toContain('aria-busy="true"');
  const unsent = markup({ waiting: true, unsent: true });
  expect(unsent).toContain('aria-busy="false"');
  expect(unsent).toContain('Waiting to be sent');
});

test('the time is short for the eye and in words for the ear', () => {
  const html = markup({ createdAt: '2026-11-03T14:05:00Z' });
  expect(html).toContain('dateTime="2026-11-03T14:05:00Z"');
  expect(html).toContain('title="Tuesday 3 November 2026, 15:05"');
  expect(html).toContain('<span aria-hidden="true">5m</span>');
  expect(html).toContain('5 minutes ago');
});

test('nothing is styled inline: the policy of the pages forbids it', () => {
  expect(markup({ body: 'Text', severity: 'warning', url: 'https://a.example' })).not.toContain('style=');
});
