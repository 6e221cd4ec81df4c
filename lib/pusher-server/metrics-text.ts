import type { PusherServerStats } from './index';
import { type MetricFamily, metricFamilies } from './protocol/metric-text';

/**
 * The counters as a Prometheus server scrapes them: text format 0.0.4, to be sent as
 * `text/plain; version=0.0.4; charset=utf-8`. Every name begins with `pusher_`. Numbers of bytes are in bytes.
 */
export function metricsText(stats: PusherServerStats): string {
  return metricFamilies([
    gauge('connections', 'Connections open now.', stats.connections),
    counter('connections_opened_total', 'Connections ever accepted.', stats.connectionsOpened),
    counterBy('code', 'connections_closed_total', 'Ended connections by close code.', stats.closes),
    gauge('subscriptions', 'Subscriptions that exist now.', stats.subscriptions),
    gauge('channels', 'Channels occupied now.', stats.channels),
    counter('messages_received_total', 'Messages from clients.', stats.messagesIn),
    counter('messages_sent_total', 'Messages to clients.', stats.messagesOut),
    counter('received_bytes_total', 'Bytes of messages from clients.', stats.bytesIn),
    counter('sent_bytes_total', 'Bytes of messages to clients.', stats.bytesOut),
    counter('events_triggered_total', 'Events triggered over HTTP or in process.', stats.triggers),
    counter('client_events_total', 'Events of clients passed on.', stats.clientEvents),
    counterBy('status', 'api_calls_total', 'Answered calls of the HTTP API by status.', stats.apiCalls),
    counterBy('status', 'upgrades_refused_total', 'Refused upgrades by HTTP status.', stats.refusedUpgrades),
    counterBy(
      'status',
      'subscriptions_refused_total',
      'Refused subscriptions by the status told.',
      stats.refusedSubscriptions,
    ),
    counter('slow_readers_cut_total', 'Connections cut because they did not read.', stats.droppedSlow),
    gauge('fanout_queued_frames', 'Frames waiting in the fan-out.', stats.queuedFrames),
    gauge(
      'fanout_queued_bytes',
      'Bytes waiting in the fan-out: frames and lists of recipients.',
      stats.queuedBytes,
    ),
    gauge('fanout_queued_bytes_peak', 'The most bytes that ever waited.', stats.queuedBytesPeak),
    gauge('used_signatures', 'Signatures held against a second use.', stats.usedSignatures),
    counter('webhooks_sent_total', 'Happenings told to receivers.', stats.webhooksSent),
    counter('webhooks_dropped_total', 'Happenings given up.', stats.webhooksDropped),
    gauge('webhooks_waiting', 'Happenings waiting or under way.', stats.webhooksWaiting),
  ]);
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name: `pusher_${name}`, type: 'gauge', help, samples: [{ value }] };
}

function counter(name: string, help: string, value: number): MetricFamily {
  return { name: `pusher_${name}`, type: 'counter', help, samples: [{ value }] };
}

function counterBy(
  label: 'code' | 'status',
  name: string,
  help: string,
  counts: Readonly<Record<number, number>>,
): MetricFamily {
  const samples = Object.entries(counts).map(([key, value]) => ({ labels: { [label]: key }, value }));
  return { name: `pusher_${name}`, type: 'counter', help, samples };
}
