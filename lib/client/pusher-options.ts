import type { ChannelAuthorizationHandler, Options } from 'pusher-js';
import type { RealtimeSettings } from '@/lib/realtime/settings';

/** Quiet so long: ping. No answer so long: the line is dead. The defaults (120 s, 30 s) leave a window wrong for minutes. */
export const ACTIVITY_TIMEOUT_MS = 20_000;
export const PONG_TIMEOUT_MS = 5_000;

/**
 * How pusher-js reaches our service. Only WebSocket: its other transports call a third party's host when
 * nothing else is set. `wss` next to `ws` would only add attempts on a port that speaks no TLS.
 */
export function pusherOptions(
  settings: RealtimeSettings,
  page: Pick<Location, 'protocol' | 'hostname' | 'port'>,
  authorize: ChannelAuthorizationHandler,
): Options {
  const secure = settings.secure ?? page.protocol === 'https:';
  const common = {
    activityTimeout: ACTIVITY_TIMEOUT_MS,
    pongTimeout: PONG_TIMEOUT_MS,
    enableStats: false,
    forceTLS: secure,
    enabledTransports: secure
      ? (['ws', 'wss'] satisfies Options['enabledTransports'])
      : (['ws'] as const).slice(),
    channelAuthorization: { customHandler: authorize },
  };
  if (settings.cluster !== null) return { ...common, cluster: settings.cluster };
  const port = settings.embedded ? Number(page.port) || null : settings.port;
  return {
    ...common,
    cluster: '',
    wsHost: settings.embedded ? page.hostname : (settings.host ?? page.hostname),
    wsPort: port ?? 80,
    wssPort: port ?? 443,
  };
}
