import 'server-only';
import type { RealtimeSettings } from '@/lib/realtime/settings';
import { context } from './context';

/** What a page hands its browser to connect: the public key and the address, never the secret. */
export function realtimeSettings(): RealtimeSettings {
  const { key, service } = context().config.realtime;
  if (!service) return { key, embedded: true, host: null, port: null, cluster: null, secure: null };
  const { host, port, cluster, secure } = service;
  return { key, embedded: false, host, port, cluster, secure };
}
