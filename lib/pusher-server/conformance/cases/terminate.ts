import { casesOf } from '../case';
import { mustBe } from '../mismatch';
import type { Visit } from '../visit';

/** `POST /users/<id>/terminate_connections`. */
export const terminate = casesOf(
  'terminate',
  [
    {
      slug: 'all-connections',
      title: 'every connection of the user is closed with 4009, and nobody else’s',
      async run(server) {
        const [id, own] = [server.channel('user-'), server.channel()];
        const [first, second] = [await server.connect(), await server.connect()];
        const [other, stranger] = [await server.joined(own), await server.joined(own)];
        for (const client of [first, second]) await client.signIn({ id });
        await other.signIn({ id: `${id}x` });
        await terminated(server, id);
        for (const client of [first, second]) mustBe('close code', (await client.closed()).code, 4009);
        await server.nothingCame(own, other, stranger);
      },
    },
    {
      slug: 'unknown',
      title: 'a user nobody knows is as good as terminated: 200',
      run: (server) => terminated(server, server.channel('user-')),
    },
    {
      slug: 'special-id',
      title: 'the user’s id may be percent-encoded in the path',
      async run(server) {
        const [client, id] = [await server.connect(), `${server.channel('user-')} é/ß`];
        await client.signIn({ id });
        await terminated(server, id);
        mustBe('close code', (await client.closed()).code, 4009);
      },
    },
    {
      slug: 'leaves-channels',
      title: 'a terminated connection has left its channels',
      async run(server) {
        const [id, channel] = [server.channel('user-'), server.channel('presence-')];
        const watcher = await server.joined(channel, { user_id: 'anna' });
        const client = await server.joined(channel, { user_id: 'bela' });
        await watcher.expect('pusher_internal:member_added', channel);
        await client.signIn({ id });
        await terminated(server, id);
        await watcher.expect('pusher_internal:member_removed', channel);
      },
    },
    {
      slug: 'comes-back',
      title: 'termination is no ban: the user may connect and sign in again',
      async run(server) {
        const [client, id] = [await server.connect(), server.channel('user-')];
        await client.signIn({ id });
        await terminated(server, id);
        await client.closed();
        await (await server.connect()).signIn({ id });
      },
    },
    {
      slug: 'after-unsubscribing',
      title: 'a user cannot hide from it by unsubscribing from the own channel',
      async run(server) {
        const [client, id] = [await server.connect(), server.channel('user-')];
        await client.signIn({ id });
        client.leave(`#server-to-user-${id}`);
        await client.settled();
        await terminated(server, id);
        mustBe('close code', (await client.closed()).code, 4009);
      },
    },
    {
      slug: 'member-id-is-not-it',
      title: 'the user_id of a presence channel does not make somebody that user',
      async run(server) {
        const [id, channel] = [server.channel('user-'), server.channel('presence-')];
        const client = await server.joined(channel, { user_id: id });
        await terminated(server, id);
        await server.nothingCame(channel, client);
      },
    },
    {
      slug: 'unsigned',
      title: 'without a right signature nobody is terminated',
      async run(server) {
        const [client, id] = [await server.connect(), server.channel('user-')];
        await client.signIn({ id });
        const path = `/users/${id}/terminate_connections`;
        mustBe(
          'status',
          (await server.call({ method: 'POST', path, body: '{}', secret: 'wrong' })).status,
          401,
        );
        await client.settled();
      },
    },
    {
      slug: 'wrong-method',
      title: 'a GET of it is answered 405 and terminates nobody',
      async run(server) {
        const [client, id] = [await server.connect(), server.channel('user-')];
        await client.signIn({ id });
        mustBe('status', (await server.call({ path: `/users/${id}/terminate_connections` })).status, 405);
        await client.settled();
      },
    },
  ],
  ['sign-in'],
);

async function terminated(server: Visit, id: string): Promise<void> {
  const path = `/users/${encodeURIComponent(id)}/terminate_connections`;
  mustBe('the answer', await server.ask({ method: 'POST', path, body: '{}' }), {});
}
