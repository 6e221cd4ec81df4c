import type { Clock } from './clock';
import type { OpenStream } from './event-stream';
import type { KeptActs } from './kept-acts';
import type { Connect } from './link';
import type { PageSignals } from './page-signals';
import type { Request } from './request';
import type { TabMirror } from './tab-mirror';
import type { TakeTurn } from './tab-turn';

/** What an inbox needs of the world around it. */
export type InboxStoreDeps = Readonly<{
  request: Request;
  connect: Connect;
  openStream: OpenStream;
  clock: Clock;
  random: () => number;
  signals: PageSignals;
  /** The line to this person's other tabs; absent: this one is alone. */
  mirror?: TabMirror;
  /** Where this person's waiting acts are kept in this browser; absent: they end with the page. */
  kept?: KeptActs;
  /** The turns of this person's tabs at sending what is kept. */
  turn?: TakeTurn;
}>;
