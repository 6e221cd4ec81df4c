import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AudienceView } from '@/lib/client/audience-watch';
import type { Audience } from '@/lib/inbox/audience';
import { Announcer } from '../speech/announcer';
import { AudienceLine, notesOf } from './audience-line';
import { AudiencePicker } from './audience-picker';

type Errors = Parameters<typeof AudiencePicker>[0]['errors'];

function picker(value: Audience, errors: Errors = []): string {
  return renderToStaticMarkup(
    <Announcer>
      <AudiencePicker
        value={value}
        onChange={() => undefined}
        errors={errors}
        category="general"
        severity="info"
      />
    </Announcer>,
  );
}
function line(view: AudienceView, missing: string | null = null): string {
  return renderToStaticMarkup(
    <AudienceLine view={view} missing={missing} severity="info" onAgain={() => undefined} />,
  );
}
const report = {
  count: 1284,
  online: 312,
  muted: 96,
  busy: 12,
  examples: [{ id: 'p1', name: 'Ana', email: 'ana@x.org' }],
};

test('each kind of audience has its own fields, and the one that is chosen is checked', () => {
  expect(picker({ kind: 'everyone' })).toMatch(/<input[^>]*checked=""[^>]*value="everyone"/);
  expect(picker({ kind: 'role', role: 'sender' })).toContain('<option value="sender" selected="">Senders');
  expect(picker({ kind: 'groups', groups: [] })).toContain('role="combobox"');
  expect(picker({ kind: 'people', people: [] })).toContain('name="audience.people"');
});

test('the combobox says what it controls, and that its list is closed', () => {
  const html = picker({ kind: 'groups', groups: [] });
  const [, list] = /role="combobox"[^>]*aria-expanded="false" aria-controls="([^"]+)"/.exec(html) ?? [];
  expect(list).toBeDefined();
  expect(html).toContain(`id="${list}" role="listbox"`);
});

test('who is left out is shown unfolded, and nobody is folded away', () => {
  expect(picker({ kind: 'everyone' })).not.toContain('<details open');
  expect(picker({ kind: 'everyone', except: { roles: ['admin'] } })).toContain('<details open');
});

test('a refusal stands at the field that it names', () => {
  const errors = [{ path: 'audience.people.1', message: 'Nobody here has this id or address.' }];
  expect(picker({ kind: 'people', people: ['a', 'b'] }, errors)).toContain('Nobody here has this id');
  const except = [{ path: 'audience.except.groups.0', message: 'There is no group with this id or key.' }];
  const html = picker({ kind: 'everyone' }, except);
  expect(html).toContain('There is no group');
  expect(html).toContain('<details open');
});

test('without a choice it says what is missing, and shows no number', () => {
  expect(picker({ kind: 'groups', groups: [] })).toContain('Choose at least one group.');
  const html = line({ kind: 'report', report }, 'Choose at least one group.');
  expect(html).not.toContain('1,284');
});

test('the line says how many, how many of them are online, and who is overlooked or bothered', () => {
  const html = line({ kind: 'report', report });
  expect(html).toContain('1,284 people</strong> · 312 online now');
  expect(html).toContain('96 have turned this category off · 12 already got 5 or more today');
  expect(html).toContain('Show 1 example');
  expect(line({ kind: 'report', report: { ...report, online: null } })).not.toContain('online now');
});

test('of so few people that figures are not shown, the line says so in their place', () => {
  const few = { ...report, count: 4, online: null, muted: null, busy: null };
  expect(line({ kind: 'report', report: few })).toContain('Fewer than 5 people: figures are not shown');
  expect(notesOf(few, 'critical')).toContain('Critical: goes also to people');
  expect(notesOf({ ...few, count: 0 }, 'info')).toBe('');
});

test('while it is counted there is no number, and it says that it is busy', () => {
  const html = line({ kind: 'counting' });
  expect(html).toContain('aria-busy="true"');
  expect(html).toContain('Counting people…');
  expect(html).not.toMatch(/\d+ (people|person)/);
});

test('the notes leave out what is nothing, and say whom critical goes to', () => {
  expect(notesOf({ ...report, muted: 0, busy: 0 }, 'info')).toBe('');
  expect(notesOf({ ...report, muted: 1, busy: 0 }, 'info')).toBe('1 has turned this category off');
  expect(notesOf({ ...report, muted: 0, busy: 0 }, 'critical')).toContain('Critical: goes also to people');
});
