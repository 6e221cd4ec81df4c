import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Audience } from '@/lib/inbox/audience';
import { DeletedGroups } from './deleted-groups';

const deleted = new Map([['g1', 'Night shift']]);
const html = (audience: Audience) =>
  renderToStaticMarkup(<DeletedGroups audience={audience} deleted={deleted} />);

test('an exclusion that is none any more is said, with the name the group had', () => {
  const shown = html({ kind: 'everyone', except: { groups: ['g1', 'g2'] } });
  expect(shown).toContain('role="alert"');
  expect(shown).toContain('“Night shift”, which was left out, no longer exists');
});

test('a group among those reached is said as well', () => {
  const shown = html({ kind: 'groups', groups: ['g2', 'g1'] });
  expect(shown).toContain('“Night shift” no longer exists and reaches nobody.');
});

test('once it is removed, or when all are there, nothing is said', () => {
  expect(html({ kind: 'everyone' })).toBe('');
  expect(html({ kind: 'groups', groups: ['g2'], except: { groups: ['g3'] } })).toBe('');
});
