import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Draft } from '@/lib/client/use-draft';
import { ClockProvider } from '../time/clock';
import { ComposerPreview } from './composer-preview';
import { PreviewPane } from './preview-pane';
import { type Place, previewRow } from './preview-words';

const clock = { now: Date.parse('2026-11-03T14:10:00Z'), locale: 'en-GB', timeZone: 'Europe/Berlin' };
const draft: Draft = {
  title: 'Fire drill',
  body: '**Take** your bike',
  url: null,
  linkLabel: null,
  category: 'general',
  severity: 'warning',
  format: 'markdown',
  audience: { kind: 'everyone' },
  expiresAt: null,
};
const markup = (part: Partial<Draft> = {}) =>
  renderToStaticMarkup(
    <ClockProvider clock={clock}>
      <ComposerPreview draft={{ ...draft, ...part }} />
    </ClockProvider>,
  );
const pane = (place: Place, part: Partial<Draft> = {}) =>
  renderToStaticMarkup(
    <ClockProvider clock={clock}>
      <PreviewPane row={previewRow({ ...draft, ...part }, clock.now)} place={place} />
    </ClockProvider>,
  );

test('one tab is chosen and can be reached, and names its panel', () => {
  const html = markup();
  expect(html.match(/role="tab"/g)).toHaveLength(3);
  expect(html.match(/aria-selected="true"/g)).toHaveLength(1);
  const id = /id="([^"]+bell)"[^>]*aria-selected="true"[^>]*tabindex="0"/.exec(html)?.[1];
  expect(html).toContain(`role="tabpanel" aria-labelledby="${id}"`);
});

test('each switch says whether it is on, and nothing is forced before one is', () => {
  const html = markup();
  expect(html.match(/aria-pressed="false"/g)).toHaveLength(4);
  expect(html).not.toContain('data-theme');
});

test('pictures cannot be worked with; what is heard is text', () => {
  const html = markup();
  expect(html).toContain('<ul inert=""');
  expect(html).toContain('Unread. Warning. Fire drill, button, Take your bike, General');
});

test('a toast is shown of what gets one, and the others say that they get none', () => {
  expect(pane('toast')).toContain('data-toast');
  expect(pane('toast')).toContain('Take your bike');
  expect(pane('toast', { severity: 'info' })).toContain('No toast');
});

test('hostile text is text in every place', () => {
  const title = '<img src=x onerror=alert(1)>';
  for (const place of ['bell', 'toast', 'inbox'] as const) {
    const html = pane(place, { title, body: '<script>x</script>[a](javascript:b)', url: 'javascript:c' });
    expect(html).not.toMatch(/<img|<script|href="javascript/);
  }
  expect(markup({ title })).not.toContain('<img');
});
