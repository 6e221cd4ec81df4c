import { PONG_FRAME, pongFrame } from '../protocol/messages';
import type { Connection } from './connection';
import type { Hub } from './hub';
import type { PongData } from './policy';

/** Answers a ping, with what the application has to say about the connection, if anything. */
export function answerPing(hub: Hub, connection: Connection): void {
  const { pongData } = hub.policy;
  // One question at a time: whoever pings without waiting gets plain answers, and makes the application no work.
  if (!pongData || connection.isPongDue) {
    connection.send(PONG_FRAME);
    return;
  }
  const said = ask(hub, connection, pongData);
  // Nothing to say needs no turn: this pong stays before the answers to what came after its ping.
  if (said === undefined) {
    connection.send(PONG_FRAME);
    return;
  }
  connection.isPongDue = true;
  void frameOf(hub, said).then((frame) => {
    // Behind what is queued: what it says may be about events that are on their way.
    hub.inTurn(() => {
      connection.isPongDue = false;
      connection.send(frame);
    });
  });
}

/** Never throws: a pong is a sign of life, whatever becomes of what it was to carry. */
function ask(hub: Hub, connection: Connection, pongData: PongData): ReturnType<PongData> {
  const { socketId, subscriptions } = connection;
  try {
    return pongData({ socketId, channels: [...subscriptions.keys()] });
  } catch (error) {
    hub.policy.logger?.error({ err: error }, 'pongData failed');
    return undefined;
  }
}

/** Never rejects, for the same reason. */
async function frameOf(hub: Hub, said: ReturnType<PongData>): Promise<Buffer> {
  try {
    const data = await said;
    return data === undefined ? PONG_FRAME : pongFrame(data);
  } catch (error) {
    hub.policy.logger?.error({ err: error }, 'pongData failed');
    return PONG_FRAME;
  }
}
