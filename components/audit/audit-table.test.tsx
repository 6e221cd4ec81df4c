import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AuditEntry } from '@/lib/inbox/audit';
import { ClockProvider } from '../time/clock';
import { AuditFilters } from './audit-filters';
import { AuditTable } from './audit-table';

const ENTRY: AuditEntry = {
  seq: 7,
  at: '2026-11-03T12:00:00.000Z',
  actor: { id: 'a', name: 'Ana', via: 'terminal', address: '127.0.0.1', requestId: 'r-1' },
  action: 'group.rename',
  object: { kind: 'group', id: 'g1', name: 'Berlin' },
  before: { name: 'Bärlin', key: 'berlin' },
  after: { name: 'Berlin', key: 'berlin' },
  previous: '0'.repeat(64),
  hash: 'a'.repeat(64),
};

function shown(...entries: readonly AuditEntry[]): { html: string; text: string } {
  const clock = { now: Date.parse('2026-11-03T12:04:40.000Z'), locale: 'en-GB', timeZone: 'UTC' };
  const html = renderToStaticMarkup(
    <ClockProvider clock={clock}>
      <AuditTable entries={entries} />
    </ClockProvider>,
  );
  return { html, text: html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') };
}

test('an entry says when, who, from where and what, and leads to all that was done to the same', () => {
  const { html, text } = shown(ENTRY);
  for (const said of [
    '4 minutes ago',
    'Ana',
    'from a terminal',
    'Renamed the group',
    'Berlin',
    '127.0.0.1',
    'r-1',
  ]) {
    expect(text).toContain(said);
  }
  expect(html).toContain('href="/admin/audit?object=group:g1"');
});

test('only what changed stands in the details, before beside after', () => {
  const { text } = shown(ENTRY);
  expect(text).toContain('Field Before After name Bärlin Berlin');
  expect(text).not.toContain('key berlin');
});

test('what was made had nothing before, which is said and not only drawn', () => {
  expect(shown({ ...ENTRY, before: null, after: { name: 'Berlin' } }).text).toContain('name – none Berlin');
});

test('hostile text in an entry is text', () => {
  const hostile = '<img src=x onerror=alert(1)>';
  const entry = { ...ENTRY, object: { ...ENTRY.object, name: hostile }, after: { name: hostile } };
  const { html } = shown(entry);
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img');
});

test('an id that is no id of ours cannot lead anywhere else', () => {
  const entry = { ...ENTRY, object: { ...ENTRY.object, id: '"><a href="javascript:x' } };
  expect(shown(entry).html).toContain(
    'href="/admin/audit?object=group:%22%3E%3Ca%20href%3D%22javascript%3Ax"',
  );
});

test('the filters are a form of the address, filled with what the address says', () => {
  const asked = { actor: 'Ana', action: 'group.paint', object: 'key:k1', q: '', from: '2026-11-01', to: '' };
  const html = renderToStaticMarkup(<AuditFilters asked={asked} />);
  expect(html).toContain('method="get"');
  expect(html).toContain('value="Ana"');
  expect(html).toContain('value="2026-11-01"');
  expect(html).toMatch(/<option value="group.paint" selected="">group.paint/);
  expect(html).toMatch(/<option value="key:k1" selected="">key:k1/);
  expect(html).toContain('Show all');
});
