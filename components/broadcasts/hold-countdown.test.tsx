import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Announcer } from '../speech/announcer';
import { ClockProvider } from '../time/clock';
import { HoldCountdown } from './hold-countdown';

const NOW = Date.parse('2027-01-15T10:48:00Z');
const clock = { now: NOW, locale: 'en-GB', timeZone: 'Europe/Berlin' };
type Shown = Parameters<typeof HoldCountdown>[0]['broadcast'];

function markup(broadcast: Partial<Shown>): string {
  const held: Shown = {
    id: 'b1',
    state: 'held',
    dueAt: '2027-01-15T10:48:10Z',
    scheduledFor: null,
    timeZone: null,
    frozen: false,
    ...broadcast,
  };
  return renderToStaticMarkup(
    <ClockProvider clock={clock}>
      <Announcer>
        <HoldCountdown broadcast={held} onChanged={() => undefined} />
      </Announcer>
    </ClockProvider>,
  );
}

test('a held one counts by the server’s clock from its first HTML on, in no live region', () => {
  const html = markup({});
  expect(html).toMatch(/role="timer" aria-live="off"[^>]*>Sending in 10…</);
  expect(html).toContain('>Undo<');
  expect(html).toContain('>Pause<');
  expect(html).toContain('Goes to whoever belongs to its audience then.');
});

test('at the end nothing can be pressed any more', () => {
  const html = markup({ dueAt: '2027-01-15T10:48:00Z' });
  expect(html).toContain('Sending…');
  expect(html.match(/aria-disabled="true"/g)).toHaveLength(2);
});

test('a scheduled one says when in its own zone, in UTC, and how long it is until then', () => {
  const html = markup({ state: 'scheduled', dueAt: '2027-01-15T14:00:00Z', timeZone: 'America/New_York' });
  expect(html).toContain('Friday 15 January 2027, 09:00</time> America/New_York = 14:00 UTC · in 3 h 12 min');
  expect(html).toContain('>Back to draft<');
});

test('a paused one is resumed or becomes a draft, and a frozen one says to whom it goes', () => {
  const html = markup({ state: 'paused', dueAt: null, frozen: true });
  expect(html).toContain('>Paused<');
  expect(html).toContain('>Resume<');
  expect(html).not.toContain('>Pause<');
  expect(html).toContain('Goes to the people who were counted.');
});
