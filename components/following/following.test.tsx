import type { ComponentProps, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import type { BroadcastProgress } from '@/lib/client/broadcast-watch';
import type { Broadcast, BroadcastState } from '@/lib/inbox/broadcast';
import type { Recipient } from '@/lib/inbox/recipient';
import { BroadcastTable } from '../broadcasts/broadcast-table';
import { Announcer } from '../speech/announcer';
import { ClockProvider } from '../time/clock';
import { ActDialog } from './act-dialogs';
import { BroadcastActions } from './broadcast-actions';
import { BroadcastHeader } from './broadcast-header';
import { conflictText } from './edit-words';
import { FewPeopleNote } from './few-people-note';
import { Funnel } from './funnel';
import { historyText } from './history-filters';
import { ProgressPanel } from './progress-panel';
import { RecipientTable } from './recipient-table';
import { foundText, unlistedText } from './recipient-words';
import { TotalsOnly } from './recipients-panel';
import { Sparkline } from './sparkline';
import { TimelineTable } from './timeline-table';
import { tickTime, tickTimes, timelineSummary, untimedText } from './timeline-words';

vi.mock('next/navigation', () => ({ useRouter: () => ({}), usePathname: () => '/' }));

const NOW = Date.parse('2030-05-15T10:10:00.000Z');
const READING = { now: NOW, locale: 'en-GB', timeZone: 'Europe/Berlin' };

function shown(part: ReactNode): { html: string; text: string } {
  const html = renderToStaticMarkup(
    <ClockProvider clock={READING}>
      <Announcer>{part}</Announcer>
    </ClockProvider>,
  );
  // The content security policy refuses style attributes in HTML.
  expect(html).not.toMatch(/\sstyle=/);
  return { html, text: html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') };
}

const FIGURES = {
  targeted: 1_284,
  delivered: 412,
  pending: 860,
  skipped: 12,
  seen: 206,
  read: 4,
  clicked: 1,
};
const PROGRESS: BroadcastProgress = {
  asOf: 1,
  state: 'sent',
  figures: FIGURES,
  skippedFor: { left: 3, muted: 9, unreached: 0 },
  online: { delivered: 310, pending: 2 },
};
const BROADCAST: Broadcast = {
  id: 'B',
  title: 'Fire drill',
  body: null,
  url: null,
  category: 'general',
  severity: 'info',
  linkLabel: null,
  format: 'plain',
  state: 'sent',
  audience: { kind: 'everyone' },
  frozen: false,
  version: 1,
  expiresAt: null,
  createdBy: { id: 'a', name: 'Ada' },
  createdAt: '2030-05-15T09:00:00.000Z',
  updatedBy: null,
  updatedAt: null,
  sentBy: { id: 's', name: 'Sam' },
  dueAt: null,
  scheduledFor: '2030-05-15T10:00:00.000Z',
  timeZone: 'Asia/Tokyo',
  sentAt: '2030-05-15T10:00:12.000Z',
  editedAt: null,
  recalledAt: null,
  expiredAt: null,
  stoppedAt: null,
};
const header = (more: Partial<Broadcast> = {}, recalledBy: string | null = null) =>
  shown(
    <BroadcastHeader
      broadcast={{ ...BROADCAST, ...more }}
      state={more.state ?? 'sent'}
      audience="everyone"
      heading={{ current: null }}
      recalledBy={recalledBy}
    />,
  );

test('the bar says in words what it shows, and all people are in one of three figures', () => {
  const { html, text } = shown(<ProgressPanel progress={PROGRESS} stopped={false} />);
  expect(html).toMatch(/<progress aria-label="Delivered" aria-valuetext="412 of 1,284 delivered"/);
  expect(text).toContain('Delivered 412 in their inbox Pending 860 when they come back Skipped 12');
  expect(text).toContain('3 left the audience');
  expect(text).toContain('9 have this category switched off');
  expect(text).not.toContain('had not been reached');
  expect(text).toContain('312 of its people are online now and 310 of them have it; 960 are away.');
  expect(
    shown(<ProgressPanel progress={{ ...PROGRESS, state: 'recalled' }} stopped={false} />).text,
  ).toContain('Delivered 412 had it in their inbox');
  expect(shown(<ProgressPanel progress={{ ...PROGRESS, online: null }} stopped />).text).not.toContain(
    'online',
  );
});

test('each stage has its number and its share of those who have it, and its bar is for the eye only', () => {
  const { html, text } = shown(<Funnel figures={FIGURES} />);
  expect(text).toMatch(/Delivered 412 100 % +Seen 206 50 % +Read 4 1 % +Clicked 1 1 %/);
  expect(html.match(/<svg aria-hidden="true"/g)).toHaveLength(4);
  expect(text).toContain('What these mean');
  expect(
    shown(<Funnel figures={{ ...FIGURES, delivered: 0, seen: 0, read: 0, clicked: 0 }} />).text,
  ).toContain('Seen 0 Read 0');
});

test('of so few people that figures are not shown, the page says so and has no number', () => {
  const few = { ...FIGURES, targeted: 4, delivered: 1, pending: 3, skipped: 0 };
  const figures = { ...few, seen: null, read: null, clicked: null };
  const { text } = shown(<FewPeopleNote />);
  expect(text).toContain('Fewer than 5 people: figures are not shown.');
  const hidden = { ...PROGRESS, figures, skippedFor: null, online: null };
  const panel = shown(<ProgressPanel progress={hidden} stopped={false} />).text;
  expect(panel).toContain('1 of 4 delivered');
  expect(panel).not.toMatch(/online|switched off/);
  const row: ComponentProps<typeof BroadcastTable>['broadcasts'][number] = { ...BROADCAST, figures };
  const table = (
    <BroadcastTable
      broadcasts={[row]}
      sparklines={new Map()}
      names={{ groups: new Map(), people: new Map() }}
      showsNames={false}
    />
  );
  expect(shown(table).text.match(/not shown , fewer than 5 people/g)).toHaveLength(2);
  expect(shown(table).text).not.toMatch(/ % seen/);
  const ask = { id: 'B', asking: 'recall', onDone: () => undefined, onCancel: () => undefined } as const;
  expect(shown(<ActDialog {...ask} figures={figures} />).text).toMatch(/from 1 inbox\. This can/);
  expect(shown(<ActDialog {...ask} figures={FIGURES} />).text).toContain('206 people have already seen it.');
});

test('a scheduled one says its time in its zone and in the reader’s, and how late it went out', () => {
  const { text } = header();
  expect(text).toContain('Scheduled for Wednesday 15 May 2030, 19:00 , Asia/Tokyo');
  expect(text).toContain('(Wednesday 15 May 2030, 12:00 where you are)');
  expect(text).toContain('went out 12 s late');
  expect(text).toContain('written by Ada , sent by Sam');
  expect(header({ sentAt: '2030-05-15T10:00:01.000Z', timeZone: 'Europe/Berlin' }).text).not.toMatch(
    /late|where you/,
  );
});

test('what happened to it is told in its order', () => {
  const { text } = header({
    editedAt: '2030-05-15T10:05:00.000Z',
    updatedBy: { id: 'a', name: 'Ada' },
    stoppedAt: '2030-05-15T10:06:00.000Z',
    recalledAt: '2030-05-15T10:09:00.000Z',
    state: 'recalled',
  });
  expect(text).toMatch(/Edited .* by Ada .*Delivery stopped .*Recalled 1 minute ago/);
});

const actions = (state: BroadcastState, more: { stopped?: boolean; showsNames?: boolean } = {}) => {
  const { stopped = false, showsNames = true } = more;
  const nothing = () => undefined;
  const given = { id: 'B', state, stopped, showsNames, figures: FIGURES, onAsk: nothing, onEdit: nothing };
  const { html } = shown(<BroadcastActions {...given} />);
  return [...html.matchAll(/<(?:button|a)[^>]*>([^<]+)</g)].map(([, name]) => name);
};

test('each state offers what can be done in it, and nothing else', () => {
  expect(actions('sent')).toEqual(['Edit', 'Duplicate as draft', 'Export CSV', 'Stop delivering', 'Recall']);
  expect(actions('sent', { stopped: true })).not.toContain('Stop delivering');
  expect(actions('sent', { showsNames: false })).not.toContain('Export CSV');
  for (const state of ['held', 'scheduled', 'paused'] as const) {
    expect(actions(state)).toEqual(['Duplicate as draft', 'Cancel sending']);
  }
  for (const state of ['recalled', 'expired'] as const) {
    expect(actions(state)).toEqual(['Duplicate as draft', 'Export CSV']);
  }
  expect(actions('cancelled')).toEqual(['Duplicate as draft']);
});

const PERSON: Recipient = {
  id: 'p',
  name: '<img src=x onerror=alert(1)>\u202Eevil',
  email: 'p@belfry.test',
  state: 'skipped',
  deliveredAt: null,
  seenAt: null,
  readAt: null,
  clickedAt: null,
  skipped: 'muted',
};

test('a hostile name is a name, kept to its own direction', () => {
  const { html, text } = shown(<RecipientTable recipients={[PERSON]} />);
  expect(html).not.toContain('<img');
  expect(html).toMatch(/<bdi dir="auto"[^>]*>&lt;img src=x/);
  expect(text).toContain('Skipped: category off');
});

test('where only totals are shown the page says so, and who decides it', () => {
  expect(shown(<TotalsOnly />).text).toMatch(
    /Totals only This installation shows how many .*Whoever runs it decides/,
  );
});

test('lists say how many there are, and why one is shorter than its figure', () => {
  expect([foundText(0, false), foundText(1, false), foundText(50, true)]).toEqual([
    'Nobody matches.',
    '1 person.',
    'The first 50 people.',
  ]);
  expect(unlistedText(null)).toBeNull();
  expect(unlistedText(0)).toBeNull();
  expect(unlistedText(1_200)).toMatch(/^1,200 more are in the figures only/);
  expect([historyText(0, false), historyText(1, false), historyText(50, true)]).toEqual([
    'No broadcast matches.',
    '1 broadcast.',
    'The newest 50 broadcasts.',
  ]);
});

test('the table has the numbers of the lines, newest first, and the sentence the newest', () => {
  const from = '2030-05-15T10:00:00.000Z';
  const points = [
    { at: '2030-05-15T10:00:05.000Z', delivered: 2, seen: 0, read: 0, clicked: 0 },
    { at: '2030-05-15T10:00:10.000Z', delivered: 3, seen: 2, read: 1, clicked: 0 },
  ];
  expect(shown(<TimelineTable from={from} points={points} />).text).toContain(
    'Up to Delivered Seen Read Clicked Now 3 2 1 0 12:00:05 2 0 0 0',
  );
  expect(timelineSummary(points)).toBe('So far 3 delivered, 2 seen, 1 read, 0 clicked.');
  expect(timelineSummary([])).toBe('Nobody has it yet.');
  expect(untimedText({ delivered: 0, seen: 0, read: 0, clicked: 0 })).toBeNull();
  expect(untimedText({ delivered: 2, seen: 0, read: 0, clicked: 0 })).toMatch(/^2 copies are in the figures/);
});

test('a sparkline is a picture for the eye, and none falls off its frame', () => {
  const { html } = shown(<Sparkline points={[0, 5, 10]} />);
  expect(html).toContain('points="0,22 50,12 100,2"');
  expect(html).toContain('aria-hidden="true"');
  expect(shown(<Sparkline points={[0, 0]} />).html).toContain('points="0,22 100,22"');
});

test('a refused edit names who changed it and when, and only then', () => {
  const refused = { code: 'conflict', status: 409, detail: 'No.', errors: [] } as const;
  const facts = { version: 3, updatedBy: 'Sam', updatedAt: '2030-05-15T10:09:00.000Z' };
  expect(conflictText({ ...refused, facts }, READING)).toBe(
    'Sam changed this 1 minute ago, after you began. Nothing of yours was saved.',
  );
  expect(conflictText({ ...refused, facts: { version: 3, updatedBy: null } }, READING)).toMatch(
    /^Somebody changed/,
  );
  expect(conflictText({ ...refused, facts: { state: 'recalled' } }, READING)).toBeNull();
  expect(conflictText({ ...refused, code: 'invalid', facts }, READING)).toBeNull();
});

test('a recalled one says who recalled it, where that is known', () => {
  const recalled = { state: 'recalled', recalledAt: '2030-05-15T10:09:59.000Z' } as const;
  expect(header(recalled, 'Dana').text).toMatch(/Recalled (now|\d+ seconds? ago) by Dana/);
  expect(header(recalled).text).not.toMatch(/Recalled (now|\d+ seconds? ago) by/);
});

for (const [what, spanMs, texts] of [
  ['a second', 1_000, ['12:10:00', '12:10:01']],
  ['two seconds', 2_000, ['12:10:00', '12:10:01', '12:10:02']],
  ['a minute', 60_000, ['12:10:00', '12:10:20', '12:10:40', '12:11:00']],
  ['a day', 24 * 3_600_000, ['15 May', '16 May']],
] as const) {
  test(`the marks below the lines of ${what} say each time once`, () => {
    expect(tickTimes(NOW, spanMs, READING).map((at) => tickTime(at, spanMs, READING))).toEqual(texts);
  });
}
