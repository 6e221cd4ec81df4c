import type { Socket } from 'node:net';
import type { LineFault } from './fault';

/** One direction of one connection. */
export type Carrier = Readonly<{
  /** From now on; also for what is on its way already. */
  set(fault: LineFault): void;
  /** Bytes handed on so far. */
  carried(): number;
  /** Forgets what it holds; the sockets are the caller's to end. */
  stop(): void;
}>;

/**
 * Carries bytes from one socket to another under a fault. Reads no more than `bufferBytes` ahead: a slow side is
 * felt by the other as on a real line. An end is carried like a byte, after all that came before it.
 */
export function createCarrier(given: {
  from: Socket;
  to: Socket;
  fault: LineFault;
  random: () => number;
  bufferBytes: number;
  /** The bytes that a `cut` allows are through. */
  onCut: () => void;
}): Carrier {
  const { from, to, random, bufferBytes, onCut } = given;
  let fault = given.fault;
  let queue: Piece[] = [];
  let queuedBytes = 0;
  let carried = 0;
  /** What a `cut` still lets through; drawn for each connection when the fault is set. */
  let allowed = Number.POSITIVE_INFINITY;
  let state: 'open' | 'ending' | 'over' = 'open';
  /** A drip that has just fallen. */
  let isPausing = false;
  let timer: NodeJS.Timeout | undefined;

  function take(bytes: Buffer): void {
    const last = queue.at(-1);
    queue.push({ bytes, dueAt: Math.max(dueAt(), last?.dueAt ?? 0) });
    queuedBytes += bytes.length;
    move();
  }

  const dueAt = () => (fault.mode === 'delay' ? performance.now() + fault.ms + random() * fault.jitterMs : 0);

  function move(): void {
    while (canMove()) {
      const [piece] = queue;
      if (piece === undefined) break;
      const waitMs = piece.dueAt - performance.now();
      if (waitMs > 0) {
        later(waitMs);
        break;
      }
      if (!write(piece)) break;
    }
    read();
    if (state === 'ending' && queue.length === 0 && fault.mode !== 'black-hole') finish();
  }

  const canMove = () =>
    state !== 'over' && !isPausing && fault.mode !== 'black-hole' && !to.writableNeedDrain;

  /** Hands on as much as the fault lets pass at once; false when that was the last. */
  function write(piece: Piece): boolean {
    const most = Math.min(fault.mode === 'drip' ? fault.bytes : piece.bytes.length, allowed);
    const part = piece.bytes.subarray(0, most);
    if (part.length === piece.bytes.length) queue.shift();
    else piece.bytes = piece.bytes.subarray(part.length);
    queuedBytes -= part.length;
    carried += part.length;
    allowed -= part.length;
    if (allowed <= 0) {
      state = 'over';
      to.write(part, onCut);
      return false;
    }
    to.write(part);
    if (fault.mode === 'drip') later(fault.everyMs, true);
    return true;
  }

  function later(ms: number, isPause = false): void {
    isPausing = isPause;
    clearTimeout(timer);
    timer = setTimeout(resume, ms);
  }

  function resume(): void {
    isPausing = false;
    move();
  }

  /** Reads on, or not: backpressure. A black hole does not read, so it hears of no end either. */
  function read(): void {
    if (state !== 'open' || fault.mode === 'black-hole' || queuedBytes >= bufferBytes) from.pause();
    else from.resume();
  }

  function finish(): void {
    state = 'over';
    to.end();
  }

  function set(next: LineFault): void {
    fault = next;
    allowed =
      next.mode === 'cut'
        ? next.afterBytes + Math.floor(random() * (next.jitterBytes + 1))
        : Number.POSITIVE_INFINITY;
    queue = queue.map(({ bytes }) => ({ bytes, dueAt: dueAt() }));
    queue.forEach((piece, at) => {
      piece.dueAt = Math.max(piece.dueAt, queue[at - 1]?.dueAt ?? 0);
    });
    clearTimeout(timer);
    if (state === 'over') return;
    if (allowed > 0) resume();
    else {
      state = 'over';
      // In a turn of its own: a connection may still be being made.
      queueMicrotask(onCut);
    }
  }

  from.on('data', take).on('end', () => {
    if (state !== 'open') return;
    state = 'ending';
    move();
  });
  to.on('drain', move);
  set(fault);
  return {
    set,
    carried: () => carried,
    stop() {
      state = 'over';
      clearTimeout(timer);
      queue = [];
    },
  };
}

type Piece = { bytes: Buffer; dueAt: number };
