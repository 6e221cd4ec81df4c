import type { KeptDraft } from '@/lib/client/use-draft';
import type { Reading } from '@/lib/inbox/time';
import { clockTime } from '../time/time-words';

const NAMES: Readonly<Record<string, string>> = {
  title: 'title',
  body: 'text',
  url: 'link',
  linkLabel: 'label',
  category: 'category',
  severity: 'severity',
  format: 'format',
  expiresAt: 'end',
  audience: 'audience',
};

/** How a draft stands at the server, for the line below its form; null while there is nothing to say. */
export function saveText(
  { status, savedAt, errors, problem }: Pick<KeptDraft, 'status' | 'savedAt' | 'errors' | 'problem'>,
  reading: Reading,
): string | null {
  const saved = savedAt === null ? 'Draft saved' : `Draft saved ${clockTime(savedAt, reading)}`;
  switch (status) {
    case 'empty':
      return null;
    case 'untitled':
      return 'A draft is saved once it has a title.';
    case 'unsaved':
      return savedAt === null ? 'Not saved yet' : saved;
    case 'saving':
      return 'Saving…';
    case 'saved':
      return saved;
    case 'partly':
      return `${saved}, but not the ${namesOf(errors)}.`;
    case 'retrying':
      return 'Not saved. Trying again.';
    case 'refused':
      return `Not saved. ${problem?.detail ?? ''}`.trim();
    case 'conflict':
      return 'Not saved: choose one of the two texts.';
    case 'gone':
      return 'Not saved: this is no draft any more.';
  }
}

/** What is said aloud when the standing of a draft becomes another: trouble, the way out of it, and the first saving. */
export function saveSpeech(
  before: KeptDraft['status'],
  now: Pick<KeptDraft, 'status' | 'theirs' | 'errors'>,
  isFirst: boolean,
): string | null {
  if (before === now.status) return null;
  if (now.status === 'retrying') return 'Not saved. Trying again.';
  if (now.status === 'conflict')
    return `${now.theirs?.by ?? 'Somebody'} changed this draft. Choose one of the two texts.`;
  if (now.status === 'gone') return 'This is no draft any more.';
  if (now.status === 'partly' || now.status === 'refused') {
    return now.errors.length === 0 ? 'Not saved.' : `The ${namesOf(now.errors)} was not saved.`;
  }
  if (now.status === 'saved' && (isFirst || before === 'retrying')) return 'Draft saved.';
  return null;
}

function namesOf(errors: KeptDraft['errors']): string {
  const names = new Set(errors.map(({ path }) => NAMES[path.split('.')[0] ?? ''] ?? path));
  return [...names].join(' and the ');
}
