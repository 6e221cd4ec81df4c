import { startRealServer } from '@/lib/client/testing/real-server';
import { createModelInbox } from '@/lib/inbox/testing/model-inbox';

/** What the parent asks for, one at a time; each is answered with its name. */
export type Command =
  | Readonly<{ do: 'listen'; port: number }>
  | Readonly<{ do: 'failToAuthorise'; times: number }>
  /** A notification is stored and its event published. */
  | Readonly<{ do: 'append' }>;

/** Everybody here is this person; only the lines are compared. */
export const PERSON = 'u1';

/** A server that can be killed: the embedded realtime server with a model of one inbox beside it. */
const model = createModelInbox();
model.append(3);
let server: Awaited<ReturnType<typeof startRealServer>> | null = null;

process.on('message', (command: Command) => {
  void act(command).then((value) => process.send?.({ done: command.do, value }));
});
process.send?.({ done: 'start', value: null });

async function act(command: Command): Promise<number | null> {
  if (command.do === 'listen') {
    server = await startRealServer(model, command.port);
    return server.port;
  }
  if (server === null) throw new Error('It does not listen yet.');
  if (command.do === 'failToAuthorise') server.failsToAuthorise(command.times);
  else server.publish(PERSON, model.append());
  return model.counts().unread;
}
