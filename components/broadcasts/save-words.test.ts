import { expect, test } from 'vitest';
import type { KeptDraft } from '@/lib/client/use-draft';
import { saveSpeech, saveText } from './save-words';

const reading = { now: 0, locale: 'en-GB', timeZone: 'Europe/Berlin' };
const problem = { code: 'forbidden', status: 403, detail: 'You may not.', errors: [], facts: {} } as const;
const at = Date.parse('2026-11-03T13:05:00Z');
const text = (part: Partial<KeptDraft>) =>
  saveText({ status: 'saved', savedAt: at, errors: [], problem: null, ...part }, reading);

test('how a draft stands is said with the time it was saved', () => {
  expect(text({})).toBe('Draft saved 14:05');
  expect(text({ savedAt: null })).toBe('Draft saved');
  expect(text({ status: 'unsaved' })).toBe('Draft saved 14:05');
  expect(text({ status: 'unsaved', savedAt: null })).toBe('Not saved yet');
  expect(text({ status: 'empty' })).toBeNull();
});

test('what was not saved is named', () => {
  const errors = [
    { path: 'url', message: 'No.' },
    { path: 'audience.groups.0', message: 'No.' },
    { path: 'url', message: 'No.' },
  ];
  expect(text({ status: 'partly', errors })).toBe('Draft saved 14:05, but not the link and the audience.');
  expect(text({ status: 'retrying' })).toBe('Not saved. Trying again.');
  expect(text({ status: 'refused', problem })).toBe('Not saved. You may not.');
  expect(text({ status: 'untitled' })).toBe('A draft is saved once it has a title.');
});

test('saving is spoken the first time and after trouble, and not each time', () => {
  const said = (before: KeptDraft['status'], status: KeptDraft['status'], isFirst = false) =>
    saveSpeech(before, { status, theirs: null, errors: [] }, isFirst);
  expect(said('saving', 'saved', true)).toBe('Draft saved.');
  expect(said('saving', 'saved')).toBeNull();
  expect(said('retrying', 'saved')).toBe('Draft saved.');
  expect(said('saving', 'retrying')).toBe('Not saved. Trying again.');
  expect(said('retrying', 'retrying')).toBeNull();
  expect(said('unsaved', 'saving')).toBeNull();
  expect(said('saving', 'conflict')).toBe('Somebody changed this draft. Choose one of the two texts.');
});
