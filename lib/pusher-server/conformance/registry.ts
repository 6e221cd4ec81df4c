import type { Case } from './case';
import { batch } from './cases/batch';
import { brokenFrames } from './cases/broken-frames';
import { cacheChannels } from './cases/cache';
import { channels } from './cases/channels';
import { clientEventRate } from './cases/client-event-rate';
import { clientEvents } from './cases/client-events';
import { counts } from './cases/counts';
import { encrypted } from './cases/encrypted';
import { events } from './cases/events';
import { frames } from './cases/frames';
import { handshake } from './cases/handshake';
import { heartbeat } from './cases/heartbeat';
import { http } from './cases/http';
import { httpSignature } from './cases/http-signature';
import { limits } from './cases/limits';
import { malformed } from './cases/malformed';
import { names } from './cases/names';
import { presenceMembers } from './cases/presence';
import { presenceRefusals } from './cases/presence-refusals';
import { privateChannels } from './cases/private';
import { refusedEvents } from './cases/refused-events';
import { signIn } from './cases/sign-in';
import { subscriptions } from './cases/subscriptions';
import { terminate } from './cases/terminate';
import { webhookCalls } from './cases/webhook-calls';
import { webhooks } from './cases/webhooks';

/** Every case, in the order of the report. */
export const CASES: readonly Case[] = [
  handshake,
  heartbeat,
  frames,
  brokenFrames,
  malformed,
  names,
  subscriptions,
  privateChannels,
  presenceMembers,
  presenceRefusals,
  encrypted,
  cacheChannels,
  clientEvents,
  clientEventRate,
  counts,
  signIn,
  terminate,
  http,
  httpSignature,
  events,
  refusedEvents,
  batch,
  channels,
  limits,
  webhooks,
  webhookCalls,
].flat();
