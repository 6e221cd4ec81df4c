import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Bell } from './bell';

const markup = (unread: number, unseen: number, open = false) =>
  renderToStaticMarkup(<Bell counts={{ unread, unseen }} open={open} live={false} />);

test('the bell opens the tray without any script, and says so', () => {
  const html = markup(3, 2);
  expect(html).toContain('popoverTarget="tray"');
  expect(html).toContain('aria-haspopup="dialog"');
  expect(html).toContain('aria-controls="tray"');
  expect(html).toContain('aria-expanded="false"');
  expect(html).toContain('aria-label="Notifications, 3 unread, 2 new"');
  expect(markup(3, 2, true)).toContain('aria-expanded="true"');
});

test('the badge is filled while something is unseen, and only for the eye', () => {
  expect(markup(3, 2)).toMatch(/aria-hidden="true" data-badge="3" data-state="unseen"/);
  expect(markup(3, 0)).toMatch(/data-badge="3" data-state="seen"/);
});

test('without anything unread there is no badge', () => {
  expect(markup(0, 0)).not.toContain('data-badge');
});

test('the badge does not jump when the page is loaded', () => {
  expect(markup(3, 2)).toContain('data-moved="false"');
});
