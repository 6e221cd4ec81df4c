import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { PersonShown } from '@/lib/client/people';
import type { Invitation } from '@/lib/inbox/invitation';
import { JoinForm } from '../accounts/join-form';
import { Announcer } from '../speech/announcer';
import { ClockProvider } from '../time/clock';
import { InviteForm } from './invite-form';
import { MadeLinkPanel } from './made-link';
import { ManageDialog } from './manage-dialog';
import { OpenLinks } from './open-links';
import { isFiltered, PeopleFilters, SEARCH_ID } from './people-filters';
import { PeopleTable } from './people-table';

const NOW = Date.parse('2026-11-03T12:00:00.000Z');
const nothing = () => undefined;

/** The server's HTML of a part of the page, as it is and as text. */
function shown(part: ReactNode): { html: string; text: string } {
  const html = renderToStaticMarkup(
    <ClockProvider clock={{ now: NOW, locale: 'en-GB', timeZone: 'UTC' }}>
      <Announcer>{part}</Announcer>
    </ClockProvider>,
  );
  return { html, text: html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') };
}

const ANA: PersonShown = {
  id: 'ana',
  name: 'Ana',
  email: 'ana@belfry.test',
  role: 'sender',
  disabledAt: null,
  createdAt: '2026-10-01T12:00:00.000Z',
  sessions: 2,
  lastUsedAt: '2026-11-03T11:50:00.000Z',
};
const table = (...people: PersonShown[]) =>
  shown(<PeopleTable people={people} viewerId="me" onManage={nothing} />);

test('a person is a row with what they are, where they are signed in, and a button with their name', () => {
  const { html, text } = table(ANA);
  expect(html).toContain('<th scope="row"');
  for (const said of ['Ana', 'ana@belfry.test', 'Sender', 'Active', 'In 2 places', '10 minutes ago']) {
    expect(text).toContain(said);
  }
  expect(html).toContain('aria-label="Manage Ana"');
  expect(text).not.toContain('you');
});

test('somebody disabled, somebody never signed in and oneself are told apart in words', () => {
  const disabled = table({ ...ANA, disabledAt: '2026-11-01T00:00:00.000Z', sessions: 0 });
  expect(disabled.html).toContain('data-state="disabled"');
  expect(disabled.text).toContain('Disabled');
  expect(disabled.text).toContain('Not signed in');
  expect(table({ ...ANA, sessions: 0, lastUsedAt: null }).text).toContain('Not signed in');
  expect(table({ ...ANA, sessions: 1 }).text).toContain('In 1 place,');
  expect(table({ ...ANA, id: 'me' }).text).toContain('· you');
});

test('a hostile name is text, in its own direction', () => {
  const { html } = table({ ...ANA, name: '<img src=x onerror=alert(1)>' });
  expect(html).not.toContain('<img');
  expect(html).toContain('dir="auto"');
});

test('what is looked for stays in its form, and can be taken away', () => {
  const { html, text } = shown(<PeopleFilters asked={{ q: 'an', role: 'sender', state: '' }} />);
  expect(html).toContain('method="get"');
  expect(html).toContain(`id="${SEARCH_ID}"`);
  expect(html).toContain('value="an"');
  expect(html).toMatch(/<option value="sender" selected/);
  expect(text).toContain('Show all');
  expect(shown(<PeopleFilters asked={{ q: '', role: '', state: '' }} />).text).not.toContain('Show all');
  expect([
    isFiltered({ q: '', role: '', state: 'active' }),
    isFiltered({ q: '', role: '', state: '' }),
  ]).toEqual([true, false]);
});

test('the form to invite with has no control of the form to search with', () => {
  const idsOf = (part: ReactNode) => [...shown(part).html.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
  const search = idsOf(<PeopleFilters asked={{ q: '', role: '', state: '' }} />);
  const invitation = idsOf(<InviteForm onMade={nothing} onCancel={nothing} />);
  expect([search.length, invitation.length].every((count) => count > 2)).toBe(true);
  expect(invitation.filter((id) => search.includes(id))).toEqual([]);
});

test('what can be done with a person is a list of buttons under their name', () => {
  const { html, text } = shown(
    <ManageDialog person={ANA} isSelf={false} onPick={nothing} onClose={nothing} />,
  );
  expect(html).toContain('<dialog');
  for (const offer of [
    'Make a member…',
    'Make an administrator…',
    'Sign out everywhere…',
    'Disable…',
    'Close',
  ]) {
    expect(text).toContain(offer);
  }
});

const BEN: Invitation = {
  id: 'i1',
  kind: 'invitation',
  email: 'ben@belfry.test',
  name: 'Ben',
  role: 'admin',
  userId: null,
  createdBy: { id: 'a', name: 'Admin' },
  createdAt: '2026-11-03T11:00:00.000Z',
  expiresAt: '2026-11-10T11:00:00.000Z',
};

test('an open link says for whom, by whom and until when, and can be taken back', () => {
  const { html, text } = shown(<OpenLinks invitations={[BEN]} onRevoke={nothing} />);
  expect(text).toContain('Invited as administrator by Admin 1 hour ago');
  expect(text).toContain('works until Tuesday 10 November 2026, 11:00');
  expect(html).toContain('aria-label="Take back the invitation for Ben"');
  const other = shown(
    <OpenLinks invitations={[{ ...BEN, kind: 'password', userId: 'b' }]} onRevoke={nothing} />,
  );
  expect(other.text).toContain('Link to a new password');
});

test('a link whose time is over says so, and where there is none that is said', () => {
  const over = shown(
    <OpenLinks invitations={[{ ...BEN, expiresAt: '2026-11-03T12:00:00.000Z' }]} onRevoke={nothing} />,
  );
  expect(over.html).toContain('data-state="expired"');
  expect(shown(<OpenLinks invitations={[]} onRevoke={nothing} />).text).toContain(
    'No invitation is waiting.',
  );
});

test('a link that was made is shown whole, with until when, and that it is shown once', () => {
  const link = 'https://belfry.test/invitation?token=abc';
  const { html, text } = shown(
    <MadeLinkPanel
      title="The invitation for Ben is made"
      link={link}
      expiresAt={BEN.expiresAt}
      onDone={nothing}
    />,
  );
  expect(html).toContain(`value="${link}"`);
  expect(text).toContain('not shown again');
  expect(text).toContain('until Tuesday 10 November 2026, 11:00');
});

test('whoever joins may say how they are called; whoever only sets a password may not', () => {
  const form = (kind: Invitation['kind']) =>
    shown(<JoinForm token="t" kind={kind} name="Ben" email="ben@belfry.test" />).html;
  expect(form('invitation')).toMatch(/name="name"[^>]*value="Ben"|value="Ben"[^>]*name="name"/);
  expect(form('password')).not.toContain('name="name"');
  for (const html of [form('invitation'), form('password')]) {
    expect(html).toContain('autoComplete="new-password"');
    expect(html).toMatch(/readOnly=""/);
    // The link is in the address alone, not in what the form would send without a script.
    expect(html).not.toContain('name="token"');
  }
});
