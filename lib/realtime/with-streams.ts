import type { Publisher } from './publisher';

/**
 * The same publisher, for which whoever has an event stream is online too. Who may be listening to a channel stays the
 * service's matter: streams read the log and not the channels.
 */
export function withStreams(publisher: Publisher, streamUsers: () => readonly string[]): Publisher {
  return {
    ...publisher,
    onlineUsers() {
      const subscribed = publisher.onlineUsers();
      return subscribed && [...new Set([...subscribed, ...streamUsers()])];
    },
  };
}
