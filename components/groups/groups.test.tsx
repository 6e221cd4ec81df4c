import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import type { ImportReport } from '@/lib/inbox/group-import';
import { CategorySwitches } from '../settings/category-switches';
import { Announcer } from '../speech/announcer';
import { ClockProvider } from '../time/clock';
import { GroupList } from './group-list';
import { othersText, peopleText, reportText } from './group-words';
import { ImportReportView } from './import-report';
import { MemberList } from './member-list';

vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: () => undefined }) }));

const NOW = Date.parse('2026-11-03T12:00:00.000Z');

function shown(part: React.ReactNode): { html: string; text: string } {
  const html = renderToStaticMarkup(
    <ClockProvider clock={{ now: NOW, locale: 'en-GB', timeZone: 'UTC' }}>
      <Announcer>{part}</Announcer>
    </ClockProvider>,
  );
  return { html, text: html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') };
}

const report = (more: Partial<ImportReport> = {}): ImportReport => ({
  added: 0,
  already: 0,
  bad: [],
  ...more,
});
const bad = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    line: at + 1,
    text: `text ${at + 1}`,
    reason: 'no_address' as const,
  }));

test('people are counted in words that fit one and many', () => {
  expect([peopleText(1), peopleText(1284)]).toEqual(['1 person', '1,284 people']);
  expect(reportText(report({ added: 412 }), { done: false })).toBe('412 people can be added');
  expect(reportText(report({ added: 1 }), { done: true })).toBe('1 person was added');
  expect(reportText(report(), { done: false })).toBe('This list adds nobody');
});

test('those of a list who are not added are accounted for', () => {
  expect(othersText(report())).toBeNull();
  expect(othersText(report({ already: 1, bad: bad(2) }))).toBe(
    '1 person is in the group already, 2 lines are not taken.',
  );
  expect(othersText(report({ already: 3 }))).toBe('3 people are in the group already.');
});

test('a report shows each bad line with its number, its text as nothing but text, and why', () => {
  const hostile = { line: 7, text: '<img src=x onerror=alert(1)>', reason: 'twice' } as const;
  const { html, text } = shown(
    <ImportReportView report={report({ added: 1, bad: [hostile] })} done={false} />,
  );
  expect(html).toContain('&lt;img src=x');
  expect(html).not.toContain('<img');
  expect(html).toMatch(/<th scope="row"[^>]*>7<\/th>/);
  expect(text).toContain('This address stands further up already.');
  expect(text).not.toContain('more lines');
});

test('of very many bad lines the first are drawn, and the rest can be asked for', () => {
  const { html, text } = shown(<ImportReportView report={report({ bad: bad(450) })} done={true} />);
  expect(html.match(/<th scope="row"/g)).toHaveLength(200);
  expect(text).toContain('Show 200 more lines');
});

test('members have a box to tick, named by who they are, and the date since when', () => {
  const member = {
    id: 'u1',
    name: '\u202eevil',
    email: 'ana@belfry.test',
    since: '2026-11-03T10:00:00.000Z',
    disabled: true,
  };
  const { html, text } = shown(<MemberList groupId="g" members={[member]} />);
  expect(html).toMatch(/<label[^>]*><input type="checkbox"/);
  // Whatever direction a name is written in, it turns nothing round that stands beside it.
  expect(html).toContain('<bdi');
  expect(text).toContain('Disabled');
  expect(text).toContain('2 hours ago');
  expect(html).toMatch(/<button[^>]*disabled=""[^>]*>Remove people/);
});

test('groups lead to their pages and say how many they reach', () => {
  const group = { id: 'g1', key: 'crew', name: 'Crew', people: 2, createdAt: '2026-11-03T10:00:00.000Z' };
  const { html, text } = shown(<GroupList groups={[group]} />);
  expect(html).toContain('href="/admin/groups/g1"');
  expect(text).toContain('2 people');
});

test('a category is a switch that is on while its notifications come', () => {
  const categories = [
    { category: 'on-call', muted: false },
    { category: 'deploys', muted: true },
  ];
  const { html } = shown(<CategorySwitches categories={categories} />);
  expect(html).toMatch(
    /role="switch" aria-checked="true" aria-disabled="true" aria-labelledby="category-on-call"/,
  );
  expect(html).toMatch(
    /role="switch" aria-checked="false" aria-disabled="true" aria-labelledby="category-deploys"/,
  );
  expect(html).toContain('>On call<');
});
