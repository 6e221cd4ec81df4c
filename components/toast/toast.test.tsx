import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { aRow } from '../testing/rows';
import { ManyToast } from './many-toast';
import { Toast, type ToastRow } from './toast';

const nothing = () => undefined;

function markup(row: Partial<ToastRow>): string {
  return renderToStaticMarkup(
    <Toast row={aRow({ id: 'n1', ...row })} onDismiss={nothing} onOpen={nothing} />,
  );
}

test('a toast says how grave it is in a word, is named by its title and can be dismissed', () => {
  const html = markup({ severity: 'critical', title: 'Disk full' });
  const [, title] = /role="group" aria-labelledby="([^"]+)"/.exec(html) ?? [];
  expect(html).toMatch(new RegExp(`<p id="${title}" dir="auto"[^>]*>Disk full</p>`));
  expect(html).toContain('data-severity="critical"');
  expect(html).toContain('Critical</span>');
  expect(html).toContain('aria-label="Dismiss"');
});

test('its link goes by its sender’s words and through the address that counts', () => {
  const html = markup({ url: '/reports/7', linkLabel: 'Open report' });
  expect(html).toContain('href="/n/n1"');
  expect(html).toContain('>Open report</span>');
  expect(html).not.toContain('target=');
});

test('an address elsewhere opens without our window and names its host', () => {
  const html = markup({ url: 'https://status.example.org/7' });
  expect(html).toContain('target="_blank" rel="noopener noreferrer"');
  expect(html).toContain('status.example.org</span>');
});

test('without a link that may be followed it leads to the inbox', () => {
  for (const url of [null, 'javascript:alert(1)', '//evil.example']) {
    const html = markup({ url });
    expect(html).toContain('href="/inbox"');
    expect(html).toContain('Open inbox');
    expect(html).not.toContain('evil.example');
  }
});

test('a test says that it is one', () => {
  expect(markup({ isTest: true })).toContain('>Test</span>');
  expect(markup({})).not.toContain('Test');
});

test('what a sender wrote is text, and nothing is styled inline', () => {
  const html = markup({ title: '<img src=x onerror=alert(1)>', body: '<b>bold</b>' });
  expect(html).not.toMatch(/<img|<b>/);
  expect(html).not.toContain('style=');
});

test('one for many counts them and leads to the inbox', () => {
  const html = renderToStaticMarkup(
    <ManyToast count={12} critical={false} onDismiss={nothing} onOpen={nothing} />,
  );
  expect(html).toContain('12 new notifications.');
  expect(html).toContain('href="/inbox"');
});
