import { casesOf } from '../case';
import { mustBe } from '../mismatch';

/** Channels whose payloads are ciphertext to the server. */
export const encrypted = casesOf(
  'encrypted',
  [
    {
      slug: 'signature',
      title: 'an encrypted channel is joined with a private channel’s signature',
      async run(server) {
        const [client, channel] = [await server.connect(), server.channel('private-encrypted-')];
        mustBe('data of success', await client.join(channel), {});
        await server.nothingCame(channel, client);
      },
    },
    {
      slug: 'refused',
      title: 'an encrypted channel is not joined without one',
      async run(server) {
        const [client, channel] = [await server.connect(), server.channel('private-encrypted-')];
        client.ask(channel, { auth: undefined });
        await client.refused(channel);
      },
    },
    {
      slug: 'untouched',
      title: 'the payload passes to the character',
      async run(server) {
        const channel = server.channel('private-encrypted-');
        const client = await server.joined(channel);
        const data =
          '{ "nonce": "4sVYwy4j/8dCcjyxtPCWyk19GaaViaW9",  "ciphertext": "/GMESnFGlbNn01BuBjp31X==" }';
        await server.trigger(channel, 'event', data);
        mustBe('the event', await client.next(), { event: 'event', channel, data });
      },
    },
    {
      slug: 'excluded',
      title: 'socket_id leaves a connection out here as well',
      async run(server) {
        const channel = server.channel('private-encrypted-');
        const [sender, other] = [await server.joined(channel), await server.joined(channel)];
        await server.trigger(channel, 'event', '{}', { socket_id: sender.socketId });
        await other.expect('event', channel);
        await server.nothingCame(channel, sender, other);
      },
    },
    {
      slug: 'no-client-events',
      title: 'client events are refused on encrypted channels',
      needs: ['client-events'],
      async run(server) {
        const channel = server.channel('private-encrypted-');
        const [sender, other] = [await server.joined(channel), await server.joined(channel)];
        sender.send({ event: 'client-x', channel, data: {} });
        await sender.complaint();
        await server.nothingCame(channel, sender, other);
      },
    },
  ],
  ['encrypted-channels'],
);
