import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Carrier, createCarrier } from './carrier';
import { type Direction, type Fault, isConnectionFault, type LineFault } from './fault';
import { freshSeed, seededRandom } from './random';

export type ProxyOptions = Readonly<{
  /** Where connections lead. */
  to: Readonly<{ host?: string; port: number }>;
  /** Port to listen on; 0, the default, for a free one. */
  port?: number;
  /** Address to listen on; 127.0.0.1 unless given, for a fault proxy is no door for strangers. */
  host?: string;
  /** Decides jitters; random unless given. */
  seed?: number;
  /** Connections at once, 10,000 unless given; one more is reset. */
  maxConnections?: number;
  /** Bytes read ahead in each direction of each connection, 65,536 unless given. */
  bufferBytes?: number;
}>;

/** What a proxy is and has done. */
export type ProxyState = Readonly<{
  seed: number;
  listen: Readonly<{ host: string; port: number }>;
  to: Readonly<{ host: string; port: number }>;
  faults: Readonly<Record<Direction, LineFault>>;
  /** `pass` when connections come and stay. */
  connections: 'pass' | 'reset' | 'refuse';
  open: number;
  counts: Readonly<{
    accepted: number;
    /** By `reset`, by `cut`, by `resetConnections`, or because there were too many. */
    reset: number;
    /** The target was not there. */
    unreachable: number;
    bytes: Readonly<Record<Direction, number>>;
  }>;
}>;

export type FaultProxy = Readonly<{
  port: number;
  /**
   * Puts a fault on the line, at once and for open connections too; without a direction on both, and then it also
   * ends `reset` and `refuse`. Resolves when it holds.
   */
  set(fault: Fault, direction?: Direction): Promise<void>;
  /** Resets what is open; answers how many that were. */
  resetConnections(): number;
  state(): ProxyState;
  /** Resets what is open and frees the port. */
  close(): Promise<void>;
}>;

/** A TCP line that can be made bad: clients connect here instead of to the target. */
export async function openFaultProxy(options: ProxyOptions): Promise<FaultProxy> {
  const { maxConnections = 10_000, bufferBytes = 65_536, seed = freshSeed() } = options;
  const to = { host: options.to.host ?? '127.0.0.1', port: options.to.port };
  const listen = { host: options.host ?? '127.0.0.1', port: options.port ?? 0 };
  const random = seededRandom(seed);
  const faults: Record<Direction, LineFault> = { up: { mode: 'pass' }, down: { mode: 'pass' } };
  let connections: ProxyState['connections'] = 'pass';
  const open = new Set<Pair>();
  const counts = { accepted: 0, reset: 0, unreachable: 0, bytes: { up: 0, down: 0 } };
  let server: Server | null = null;
  /** One change of the port at a time. */
  let changing: Promise<void> = Promise.resolve();

  function accept(near: Socket): void {
    counts.accepted += 1;
    near.on('error', ignore);
    if (connections === 'reset' || open.size >= maxConnections) {
      counts.reset += 1;
      near.resetAndDestroy();
      return;
    }
    const far = connect({ ...to, allowHalfOpen: true, noDelay: true });
    far.on('error', ignore);
    const cut = () => reset(pair);
    const common = { random, bufferBytes, onCut: cut };
    const pair: Pair = {
      near,
      far,
      up: createCarrier({ from: near, to: far, fault: faults.up, ...common }),
      down: createCarrier({ from: far, to: near, fault: faults.down, ...common }),
    };
    open.add(pair);
    let isConnected = false;
    far.once('connect', () => {
      isConnected = true;
    });
    far.once('error', () => {
      if (!isConnected) counts.unreachable += 1;
    });
    near.once('close', (isBroken) => forget(pair, isBroken));
    far.once('close', (isBroken) => forget(pair, isBroken));
  }

  /** What broke on one side breaks on the other; what ended in order has said so to both. */
  function forget(pair: Pair, isBroken: boolean): void {
    if (!open.has(pair)) return;
    const isOver = pair.near.destroyed && pair.far.destroyed;
    if (!isBroken && !isOver) return;
    open.delete(pair);
    for (const direction of DIRECTIONS) {
      counts.bytes[direction] += pair[direction].carried();
      pair[direction].stop();
    }
    for (const end of [pair.near, pair.far]) if (!end.destroyed) end.resetAndDestroy();
  }

  function reset(pair: Pair): void {
    if (!open.has(pair)) return;
    counts.reset += 1;
    forget(pair, true);
  }

  function resetConnections(): number {
    const all = [...open];
    for (const pair of all) reset(pair);
    return all.length;
  }

  async function begin(): Promise<void> {
    if (server !== null) return;
    const fresh = createServer({ allowHalfOpen: true, noDelay: true }, accept);
    await new Promise<void>((resolve, reject) => {
      fresh.once('error', reject);
      fresh.listen({ ...listen, backlog: BACKLOG }, () => resolve());
    });
    // From here on: an accept that failed, for want of a descriptor perhaps. The next may succeed.
    fresh.on('error', ignore);
    // A server on a port, never on a pipe: the address is an object.
    listen.port = (fresh.address() as AddressInfo).port;
    server = fresh;
  }

  function end(): void {
    // It takes no more at once; that it waits for those which are open is of no interest.
    server?.close();
    server = null;
  }

  async function change(fault: Fault, direction: Direction | undefined): Promise<void> {
    if (isConnectionFault(fault)) {
      connections = fault.mode;
      if (fault.mode === 'refuse') return end();
      await begin();
      resetConnections();
      return;
    }
    for (const each of direction === undefined ? DIRECTIONS : [direction]) {
      faults[each] = fault;
      for (const pair of [...open]) pair[each].set(fault);
    }
    if (direction !== undefined) return;
    connections = 'pass';
    await begin();
  }

  await begin();
  return {
    port: listen.port,
    set(fault, direction) {
      const done = changing.then(() => change(fault, direction));
      // Who asked is told; the next change does not depend on it.
      changing = done.catch(ignore);
      return done;
    },
    resetConnections,
    state: () => ({
      seed,
      listen: { ...listen },
      to,
      faults: { ...faults },
      connections,
      open: open.size,
      counts: { ...counts, bytes: bytesSoFar(counts.bytes, open) },
    }),
    async close() {
      await changing;
      end();
      resetConnections();
    },
  };
}

type Pair = Readonly<{ near: Socket; far: Socket; up: Carrier; down: Carrier }>;

const DIRECTIONS: readonly Direction[] = ['up', 'down'];
/** A crowd comes back at once; the default of 511 would be a fault that nobody asked for. */
const BACKLOG = 4096;
/** A broken line is what this is for: `close` follows and tells it. */
const ignore = () => undefined;

function bytesSoFar(closed: Readonly<Record<Direction, number>>, open: ReadonlySet<Pair>) {
  const bytes = { ...closed };
  for (const pair of open) for (const each of DIRECTIONS) bytes[each] += pair[each].carried();
  return bytes;
}
