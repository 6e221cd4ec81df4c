import { expect, test } from 'vitest';
import type { Draft } from '@/lib/client/use-draft';
import { heard, previewRow } from './preview-words';

const draft: Draft = {
  title: 'Fire drill',
  body: '**Take** your\n- bike',
  url: null,
  linkLabel: null,
  category: 'on-call',
  severity: 'warning',
  format: 'markdown',
  audience: { kind: 'everyone' },
  expiresAt: null,
};
const row = (part: Partial<Draft> = {}) => previewRow({ ...draft, ...part }, 0);

test('a row is heard as the inbox names and describes it, without the signs of its markup', () => {
  expect(heard(row(), 'bell')).toBe('Unread. Warning. Fire drill, button, Take your bike, On call');
  expect(heard(row({ url: 'https://a.example/x', body: null }), 'inbox')).toBe(
    'Unread. Warning. Fire drill, link, On call, Opens in a new tab: a.example',
  );
});

test('an arrival is heard as the announcer says it', () => {
  expect(heard(row(), 'toast')).toBe('New notification: Fire drill');
  expect(heard(row({ severity: 'critical' }), 'toast')).toBe('Critical. Fire drill');
});

test('without a title there is still something to look at, and nothing of the audience is in a row', () => {
  expect(row({ title: '  ' }).title).toBe('Title');
  expect(Object.keys(row())).not.toContain('audience');
});
