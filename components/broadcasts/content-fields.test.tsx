import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Draft } from '@/lib/client/use-draft';
import { ClockProvider } from '../time/clock';
import { ContentFields } from './content-fields';

const clock = { now: Date.parse('2026-11-03T14:10:00Z'), locale: 'en-GB', timeZone: 'Europe/Berlin' };
const draft: Draft = {
  title: 'Fire drill',
  body: null,
  url: null,
  linkLabel: null,
  category: 'general',
  severity: 'info',
  format: 'markdown',
  audience: { kind: 'everyone' },
  expiresAt: null,
};

function markup(part: Partial<Draft> = {}, errors: { path: string; message: string }[] = []): string {
  return renderToStaticMarkup(
    <ClockProvider clock={clock}>
      <ContentFields
        draft={{ ...draft, ...part }}
        errors={errors}
        categories={['deploys', 'general']}
        onChange={() => undefined}
      />
    </ClockProvider>,
  );
}

test('a long title is told what becomes of it, and a short one is not', () => {
  expect(markup()).toContain('10 of 200.<');
  expect(markup({ title: 'x'.repeat(60) })).toContain('60 of 200.<');
  expect(markup({ title: 'x'.repeat(61) })).toContain('61 of 200. Longer titles than 60');
});

test('the toolbar is one tab stop, and is there only for what it marks up', () => {
  const toolbar = /role="toolbar".*?<\/div>/s.exec(markup())?.[0] ?? '';
  expect(toolbar.match(/<button/g)).toHaveLength(5);
  expect(toolbar.match(/tabindex="0"/gi)).toHaveLength(1);
  expect(toolbar).toContain('aria-controls="field-body"');
  expect(markup({ format: 'plain' })).not.toContain('role="toolbar"');
});

test('a label waits for its link', () => {
  expect(markup()).toMatch(/readonly=""[^>]*name="linkLabel"/i);
  expect(markup({ url: '/plan' })).not.toMatch(/readonly/i);
});

test('categories in use are suggested, and each severity says what it does', () => {
  expect(markup()).toContain('<option value="deploys">');
  expect(markup({ severity: 'critical' })).toContain('Read out at once');
  expect(markup({ severity: 'warning' })).toContain('pointed out by a toast');
});

test('an end is shown as a time of the writer’s zone', () => {
  expect(markup()).toContain('It stays until people archive it.');
  const html = markup({ expiresAt: '2026-11-10T13:05:00.000Z' });
  expect(html).toContain('Leaves every inbox on Tuesday 10 November 2026, 14:05.');
  expect(html).toContain('value="2026-11-10T14:05"');
});

test('a refusal stands at its field and names it', () => {
  const html = markup({ url: 'x' }, [{ path: 'url', message: 'A link is a path.' }]);
  expect(html).toMatch(/aria-invalid="true" aria-describedby="field-url-hint field-url-error"/);
  expect(html.match(/aria-invalid="true"/g)).toHaveLength(1);
});
