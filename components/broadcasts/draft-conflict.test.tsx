import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createDraftKeeper } from '@/lib/client/draft-keeper';
import { EMPTY_DRAFT } from '@/lib/client/testing/draft-server';
import type { KeptDraft } from '@/lib/client/use-draft';
import { ClockProvider } from '../time/clock';
import { DraftConflict } from './draft-conflict';

const clock = { now: Date.parse('2026-11-03T14:10:00Z'), locale: 'en-GB', timeZone: 'Europe/Berlin' };
const theirs = {
  id: 'd1',
  version: 2,
  state: 'draft',
  by: 'Sam',
  at: '2026-11-03T14:09:00Z',
  draft: { ...EMPTY_DRAFT, title: '<b>Theirs</b>', body: '**Go**' },
} as const;

function markup(part: Partial<KeptDraft>): string {
  const keeper = createDraftKeeper(EMPTY_DRAFT, { id: 'd1', version: 1 });
  return renderToStaticMarkup(
    <ClockProvider clock={clock}>
      <DraftConflict kept={{ ...keeper.getSnapshot(), ...part }} keeper={keeper} onChosen={() => undefined} />
    </ClockProvider>,
  );
}

test('who changed it and when is said, with what they wrote, and the choice', () => {
  const html = markup({ status: 'conflict', theirs });
  expect(html.replaceAll(/<[^>]+>/g, '')).toContain('Sam changed this draft 1 minute ago.');
  expect(html).toContain('&lt;b&gt;Theirs&lt;/b&gt;');
  expect(html).toContain('>Go</p>');
  expect(html).toContain('>Reload</button>');
  expect(html).toContain('>Keep mine</button>');
});

test('what was set aside can be brought back, and says whose it is', () => {
  const setAside = { draft: EMPTY_DRAFT, by: 'Sam' };
  expect(markup({ status: 'saved', setAside: { ...setAside, whose: 'mine' } })).toContain(
    'Your text was set aside.',
  );
  expect(markup({ status: 'saved', setAside: { ...setAside, whose: 'theirs' } })).toContain(
    'The text of Sam was set aside.',
  );
});

test('where nobody else wrote there is nothing', () => {
  expect(markup({ status: 'saved' })).toBe('');
});
