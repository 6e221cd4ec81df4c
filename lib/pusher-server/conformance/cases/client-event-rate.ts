import { casesOf } from '../case';
import { Mismatch, mustBe } from '../mismatch';
import { threeOn } from './client-events';

/** A server counts in seconds of its own, and may take a few to read them: so many do not fit into five. */
const BURST = 60;

/** How many client events a second are passed on. */
export const clientEventRate = casesOf(
  'client-events',
  [
    {
      slug: 'rate',
      title: 'more than ten a second are answered with pusher:error 4301, and the connection goes on',
      async run(server) {
        const { channel, sender } = await threeOn(server);
        for (let at = 0; at < BURST; at++) sender.send({ event: 'client-x', channel, data: at });
        await sender.complaint(4301);
        sender.send({ event: 'pusher:ping' });
        for (
          let message = await sender.next();
          message.event !== 'pusher:pong';
          message = await sender.next()
        ) {
          mustBe(
            'the answer',
            [message.event, (message.data as { code?: unknown }).code],
            ['pusher:error', 4301],
          );
        }
      },
    },
    {
      slug: 'rate-passes',
      title: 'after a while client events pass again',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        for (let at = 0; at < BURST; at++) sender.send({ event: 'client-x', channel, data: at });
        await sender.complaint(4301);
        const [other] = others;
        await server.eventually(
          'whether a client event passes',
          async () => {
            sender.send({ event: 'client-again', channel, data: {} });
            sender.send({ event: 'pusher:ping' });
            let isRefused = false;
            for (
              let message = await sender.next();
              message.event !== 'pusher:pong';
              message = await sender.next()
            ) {
              // What is left of the first burst's refusals comes before that of this one: the last decides.
              isRefused = message.event === 'pusher:error';
            }
            return !isRefused;
          },
          true,
        );
        let message = await other.next();
        while (message.event === 'client-x') message = await other.next();
        if (message.event !== 'client-again') {
          throw new Mismatch('the next message', { expected: 'client-again', received: message });
        }
      },
    },
    {
      slug: 'rate-is-own',
      title: 'who sends too much does not use up what others may send',
      async run(server) {
        const { channel, sender, others } = await threeOn(server);
        for (let at = 0; at < BURST; at++) sender.send({ event: 'client-x', channel, data: at });
        await sender.complaint(4301);
        const [first, second] = others;
        first.send({ event: 'client-y', channel, data: {} });
        let message = await second.next();
        while (message.event === 'client-x') message = await second.next();
        mustBe('the event', message, { event: 'client-y', channel, data: {} });
      },
    },
  ],
  ['client-events'],
);
