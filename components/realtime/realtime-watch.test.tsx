import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { RoundTrip } from '@/lib/client/round-trip';
import { EMBEDDED } from '@/lib/client/testing/open-inbox';
import { figuresOf } from '@/lib/client/testing/realtime-figures';
import { Announcer } from '../speech/announcer';
import { ClockProvider } from '../time/clock';
import { FiguresState } from './figures-state';
import { RealtimeWatch } from './realtime-watch';
import { RoundTripResult } from './round-trip-panel';

const NOW = Date.parse('2026-11-03T12:04:40.000Z');

/** The server's HTML of a part of the page, as text and as it is. */
function shown(part: ReactNode): { html: string; text: string } {
  const html = renderToStaticMarkup(
    <ClockProvider clock={{ now: NOW, locale: 'en-GB', timeZone: 'UTC' }}>
      <Announcer>{part}</Announcer>
    </ClockProvider>,
  );
  return { html, text: html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') };
}

const page = (figures: Parameters<typeof figuresOf>[0]) =>
  shown(<RealtimeWatch initial={figuresOf(figures)} viewerId="u1" realtime={EMBEDDED} />);

test('an idle server says so in words, not with empty tables', () => {
  const { text, html } = page({});
  expect(text).toContain('Nobody is subscribed to anything.');
  expect(text).toContain('No connection has ended since the start.');
  expect(text).toContain('Nothing was measured yet');
  expect(html).not.toContain('<table');
});

test('the figures stand in the server’s HTML, and the chart keeps its place with no style of its own', () => {
  const { text, html } = page({
    embedded: {
      connections: 1284,
      subscriptions: 7,
      channels: 1,
      connectionsOpened: 9,
      slowReadersCut: 2,
      messages: { lastSecond: 9, endedAt: NOW, in: Array(10).fill(1), out: Array(10).fill(12) },
    },
  });
  for (const said of ['1,284', '9 so far', 'on 1 channel', 'cut so far', 'As of 12:04:31']) {
    expect(text).toContain(said);
  }
  expect(text).toContain('In the last 10 s: 12 messages a second to clients, 1 from clients.');
  expect(html).toMatch(/aria-hidden="true" class="h-44" data-chart="loading"/);
  // The content security policy refuses style attributes in HTML.
  expect(html).not.toMatch(/\sstyle=/);
});

test('the table has the numbers of the lines, newest first', () => {
  const { text } = page({
    embedded: {
      messages: {
        lastSecond: 9,
        endedAt: Date.parse('2026-11-03T12:04:30.000Z'),
        in: [0, 0, 0, 0, 5, 0, 0, 0, 0, 0],
        out: [5, 5, 5, 5, 5, 40, 40, 40, 40, 40],
      },
    },
  });
  expect(text).toContain('Five seconds to To clients From clients 12:04:30 40 0 12:04:25 5 1');
});

test('with another service it says which, and shows no row of zeros for what it cannot know', () => {
  const { text, html } = page({
    service: 'push.example.org:6001',
    embedded: null,
    published: { published: 7, failed: 2, lastFailure: { at: NOW, reason: 'it answered 401' } },
    relay: { waiting: 12, service: 'down', store: 'up' },
    eventStreams: 3,
  });
  expect(text).toContain('Events are carried by push.example.org:6001');
  for (const name of ['connections', 'subscriptions', 'slow readers']) {
    expect(html).not.toContain(`data-figure="${name}"`);
  }
  expect(text).not.toMatch(/Busiest channels|Last closes|Messages a second/);
  expect(text).toContain('Test round trip');
  expect(text).toContain('Published 7');
  expect(text).toContain('Failed 2');
  expect(text).toContain('Waiting 12');
  expect(text).toContain('Event streams 3 open without a socket');
  expect(text).toContain('Service Down breaker open');
  expect(text).toContain('Last failure at 12:04:40 : it answered 401');
  expect(text).toContain('none is wrong');
});

test('closes say when, what the code means, why, who and how long; a client’s words stay its own', () => {
  const { text, html } = page({
    embedded: {
      closes: [
        { at: NOW, code: 4200, reason: '<b>x</b>', by: 'server', heldMs: 185_000, subscriptions: 1 },
        { at: NOW - 86_400_000, code: 1006, reason: '', by: 'line', heldMs: 400, subscriptions: 0 },
      ],
    },
  });
  expect(text).toContain('4200 shutting down');
  expect(text).toContain('3 min 5 s');
  expect(text).toContain('Yesterday 12:04:40');
  expect(text).toContain('1006 line broke');
  expect(html).toContain('<bdi dir="auto" class="wrap-anywhere">&lt;b&gt;x&lt;/b&gt;</bdi>');
});

test('channels of people carry a name beside their own', () => {
  const { text } = page({
    embedded: {
      busiest: [
        { name: 'private-user-7', whose: 'Ana Duarte', subscriptions: 3, events: 45 },
        { name: 'prices', whose: null, subscriptions: 1, events: 2 },
      ],
    },
  });
  expect(text).toContain('Inbox of Ana Duarte private-user-7 3 45');
  expect(text).toContain('prices 1 2');
});

test('figures that are not of now say when they are from, and that it goes on asking or not', () => {
  const asOf = figuresOf().asOf;
  expect(shown(<FiguresState state="live" asOf={asOf} />).text).toContain('As of 12:04:31.');
  const late = shown(<FiguresState state="late" asOf={asOf} />);
  expect(late.text).toContain('The server does not answer. These figures are as of 12:04:31');
  expect(late.html).toContain('data-figures="late"');
  const over = shown(<FiguresState state="over" asOf={asOf} />);
  expect(over.text).toContain('You are signed out, or no administrator any more. Sign in');
  expect(over.html).toContain('href="/sign-in?callbackUrl=%2Fadmin%2Frealtime"');
});

const result = (trip: RoundTrip) =>
  shown(<RoundTripResult trip={trip} at={NOW - 9_000} service={null} onMake={() => undefined} />);

test('the button stays focusable while a round trip is under way, and says so', () => {
  const idle = result({ kind: 'none' });
  expect(idle.text).toContain('Test round trip');
  expect(idle.html).not.toContain('data-round-trip');
  const busy = result({ kind: 'under-way' });
  expect(busy.html).toContain('aria-disabled="true"');
  expect(busy.text).toContain('Testing…');
  expect(busy.html).not.toContain(' disabled=""');
});

test('an outcome is shown with its tone', () => {
  const back = result({ kind: 'back', eventMs: 84, requestMs: 31 });
  expect(back.html).toContain('data-round-trip="back" data-tone="good"');
  expect(back.text).toContain('Event came back in 84 ms. The request was answered after 31 ms.');
  // Without its time, one of yesterday looks like one of now.
  expect(back.text).toContain('Tested at 12:04:31.');
  expect(result({ kind: 'lost', requestMs: 3 }).html).toContain('data-round-trip="lost" data-tone="bad"');
});
