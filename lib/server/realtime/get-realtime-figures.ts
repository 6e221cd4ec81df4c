import 'server-only';
import type { RealtimeConfig } from '@/lib/env';
import { USER_CHANNEL_PREFIX } from '@/lib/realtime/channels';
import {
  BUSIEST_CHANNELS,
  type EmbeddedFigures,
  LAST_CLOSES,
  type RealtimeFigures,
} from '@/lib/realtime/realtime-figures';
import type { WatchedRealtime, WatchedServer } from '@/lib/realtime/watched-realtime';
import { requireRole } from '../caller';
import { context } from '../context';
import type { Viewer } from '../sessions/session-viewer';

/**
 * How realtime stands now: what this process can know of the service, the last five minutes of it, and what the
 * publisher and the relay do. Administrators only.
 */
export async function getRealtimeFigures(viewer: Viewer): Promise<RealtimeFigures> {
  requireRole(viewer, 'admin');
  const { config, now, watched, streams } = context();
  const { embedded, startedAt } = watched;
  const asOf = now();
  return {
    asOf,
    startedAt,
    service: serviceName(config.realtime.service),
    published: watched.published(),
    relay: watched.relay(),
    eventStreams: streams.size(),
    embedded: embedded && (await embeddedFigures(embedded, asOf)),
  };
}

async function embeddedFigures(
  { server, meter }: NonNullable<WatchedRealtime['embedded']>,
  asOf: number,
): Promise<EmbeddedFigures> {
  const stats = server.stats();
  const { lastSecond, ageMs, messagesIn, messagesOut } = meter.series();
  return {
    connections: stats.connections,
    subscriptions: stats.subscriptions,
    channels: stats.channels,
    connectionsOpened: stats.connectionsOpened,
    slowReadersCut: stats.droppedSlow,
    upgradesRefused: sum(stats.refusedUpgrades),
    subscriptionsRefused: sum(stats.refusedSubscriptions),
    messages: { lastSecond, endedAt: asOf - ageMs, in: [...messagesIn], out: [...messagesOut] },
    busiest: await Promise.all(server.busiestChannels(BUSIEST_CHANNELS).map(named)),
    // Field by field: an address must not come along with what is listed.
    closes: server
      .recentCloses()
      .slice(0, LAST_CLOSES)
      .map(({ atMs, code, reason, by, heldMs, subscriptions }) => ({
        at: atMs,
        code,
        reason,
        by,
        heldMs,
        subscriptions,
      })),
  };
}

/** One look-up by primary key for each person among ten channels. */
async function named({
  name,
  subscriptionCount,
  events,
}: ReturnType<WatchedServer['busiestChannels']>[number]): Promise<EmbeddedFigures['busiest'][number]> {
  const id = name.startsWith(USER_CHANNEL_PREFIX) ? name.slice(USER_CHANNEL_PREFIX.length) : null;
  const person = id === null ? null : await context().store.findUser(id);
  return { name, whose: person?.name ?? null, subscriptions: subscriptionCount, events };
}

/** What people call the service: its address, or its cluster. */
function serviceName(service: RealtimeConfig['service']): string | null {
  if (service === null) return null;
  if (service.host === null) return `cluster ${service.cluster}`;
  return service.port === null ? service.host : `${service.host}:${service.port}`;
}

function sum(counts: Readonly<Record<number, number>>): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}
