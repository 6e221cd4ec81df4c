import type { Logger } from 'pino';
import { expectTypeOf, test } from 'vitest';
import type { Store, StoreListener } from '@/db/store';
import type { PusherServer } from '@/lib/pusher-server';
import type { Context } from '@/lib/server/context';
import type { BroadcastClockOptions } from './broadcast-clock';
import type { EmbeddedServer } from './embedded-publisher';
import type { FiguresFeed } from './figures-feed';
import type { Log } from './log';
import type { Relay, RelaySource } from './relay';
import type { SessionSockets } from './session-sockets';
import type { SocketGrants } from './socket-grants';

test('what is named here by its shape fits what the other layers have', () => {
  expectTypeOf<Store>().toExtend<RelaySource>();
  expectTypeOf<Store>().toExtend<Pick<BroadcastClockOptions, 'nextDue' | 'releaseDue' | 'expireDue'>>();
  expectTypeOf<Relay['moved']>().toExtend<StoreListener>();
  expectTypeOf<Logger>().toExtend<Log>();
  expectTypeOf<PusherServer>().toExtend<EmbeddedServer>();
  // Whoever composes the process hands out the grants together with the sockets, and asks the server what is open.
  expectTypeOf<SessionSockets & Pick<SocketGrants, 'grant'>>().toExtend<Omit<Context['sockets'], 'isOpen'>>();
  expectTypeOf<FiguresFeed['moved']>().toExtend<Context['figuresMoved']>();
});
