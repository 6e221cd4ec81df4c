import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { invitePerson } from '@/lib/server/people/invite-person';
import { linkOf, makeLinkSecret } from '@/lib/server/people/one-time-link';
import { type House, openHouse } from '@/lib/server/testing/test-house';
import InvitationPage, { metadata } from './page';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

async function visit(query: Record<string, string | string[]>) {
  const page = await InvitationPage({ searchParams: Promise.resolve(query) });
  return { title: page.props.title, said: renderToStaticMarkup(page) };
}

async function invited() {
  const admin = await house.addPerson('Admin', 'admin');
  const made = makeLinkSecret();
  const input = { name: 'Ben', email: 'ben@belfry.test', role: 'member' } as const;
  await invitePerson(admin, input, { origin: 'http://belfry.test', made });
  return made;
}

test('an open link shows the form, whoever opens it and however often', async () => {
  const { token } = await invited();
  for (let time = 0; time < 3; time += 1) {
    const { title, said } = await visit({ token });
    expect(title).toBe('Join Belfry');
    expect(said).toContain('ben@belfry.test');
  }
  expect(await house.store.findCredentials('ben@belfry.test')).toBeNull();
});

test('a link that opens nothing is told why, and nothing of whom it was for', async () => {
  const { id, token } = await invited();
  await house.store.revokeInvitation(id, { now: house.clock.now });
  const back = await visit({ token });
  expect(back.title).toBe('This link lets nobody in');
  expect(back.said).toContain('taken back');
  for (const query of [
    {},
    { token: '' },
    { token: ['a', 'b'] },
    { token: makeLinkSecret().token },
    { token: '%00' },
  ]) {
    const { title, said } = await visit(query as Record<string, string>);
    expect([title, said.includes('not valid')]).toEqual(['This link lets nobody in', true]);
  }
  expect(back.said).not.toContain('ben');
});

test('the page tells nobody where it was opened', () => {
  expect(metadata.referrer).toBe('no-referrer');
});

test('a link holds 256 random bits, and the database none of them', async () => {
  const { token, hash } = makeLinkSecret();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(makeLinkSecret().token).not.toBe(token);
  expect(new URL(linkOf('https://belfry.test', token)).searchParams.get('token')).toBe(token);
});
