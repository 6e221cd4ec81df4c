import type { EmbeddedFigures } from '@/lib/client/figures-poll';
import { number } from '../bell-words';
import { channelText } from './channel-words';

/** The ten channels with most subscriptions. */
export function BusiestChannels({ channels }: { channels: EmbeddedFigures['busiest'] }) {
  return (
    <section aria-labelledby="busiest" className="space-y-3">
      <h2 id="busiest" className="text-lg font-semibold">
        Busiest channels
      </h2>
      {channels.length === 0 ? (
        <p className="rounded-xl border border-line px-6 py-8 text-center text-muted">
          Nobody is subscribed to anything.
        </p>
      ) : (
        <div className="overflow-hidden rounded-xl border border-line">
          <table className="w-full text-sm">
            <thead className="border-b border-line bg-raised text-xs text-muted">
              <tr>
                <th scope="col" className="px-3 py-2 text-start font-medium">
                  Channel
                </th>
                <th scope="col" className="px-3 py-2 text-end font-medium">
                  Subscriptions
                </th>
                <th scope="col" className="px-3 py-2 text-end font-medium">
                  Events
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {channels.map((channel) => (
                <ChannelLine key={channel.name} channel={channel} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function ChannelLine({ channel }: { channel: EmbeddedFigures['busiest'][number] }) {
  const text = channelText(channel);
  return (
    <tr data-channel={channel.name}>
      <th scope="row" className="px-3 py-2 text-start font-normal">
        {text !== null && (
          <span dir="auto" className="block font-medium wrap-anywhere">
            {text}
          </span>
        )}
        <span className={`block font-mono wrap-anywhere ${text === null ? '' : 'text-xs text-muted'}`}>
          {channel.name}
        </span>
      </th>
      <td className="px-3 py-2 text-end tabular-nums">{number(channel.subscriptions)}</td>
      <td className="px-3 py-2 text-end tabular-nums">{number(channel.events)}</td>
    </tr>
  );
}
