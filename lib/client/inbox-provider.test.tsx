import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { InitialInbox } from './inbox';
import { InboxProvider, useInbox, useInboxActions } from './inbox-provider';
import { EMBEDDED, modelOf } from './testing/open-inbox';

const initial: InitialInbox = {
  viewerId: 'u1',
  realtime: EMBEDDED,
  inbox: modelOf(3).feed('inbox', null),
};

function Badge() {
  return <b>{useInbox().counts.unread}</b>;
}

test('the server’s HTML holds the right number, with nothing of the browser there', () => {
  expect(typeof window).toBe('undefined');

  expect(renderToString(<InboxProvider initial={initial}>{<Badge />}</InboxProvider>)).toBe('<b>3</b>');
});

test('a part that is hydrated late begins with what the server rendered, whatever has changed since', () => {
  function Reader() {
    const { read } = useInboxActions();
    // Before the badge is drawn, as an event would be that comes before the last part of the page.
    read('n1');
    return null;
  }

  expect(
    renderToString(
      <InboxProvider initial={initial}>
        <Reader />
        <Badge />
      </InboxProvider>,
    ),
  ).toBe('<b>3</b>');
});

test('without a provider it says what is missing', () => {
  expect(() => renderToString(<Badge />)).toThrow('There is no InboxProvider above this component.');
});
