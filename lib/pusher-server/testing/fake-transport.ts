import { expect } from 'vitest';
import type { Transport } from '../hub/transport';

/** A frame as a client would see it; `data` is whatever type the wire had. */
export type WireMessage = {
  readonly event: string;
  readonly data?: unknown;
  readonly channel?: string;
  readonly user_id?: string;
};

/** A transport that remembers, with words for what tests want to know of it. */
export class FakeTransport implements Transport {
  #received: WireMessage[] = [];
  pings = 0;
  closed: { readonly code: number; readonly reason: string } | null = null;
  isTerminated = false;
  /** What the peer has not read yet; set it to play a slow reader. */
  bufferedBytes = 0;

  send(frame: Buffer): void {
    this.#received.push(JSON.parse(frame.toString()) as WireMessage);
  }

  ping(): void {
    this.pings++;
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  terminate(): void {
    this.isTerminated = true;
  }

  /** Everything received since the last look. */
  take(): readonly WireMessage[] {
    const received = this.#received;
    this.#received = [];
    return received;
  }

  /** Exactly these events arrived since the last look, in this order. */
  assertReceived(...events: readonly string[]): readonly WireMessage[] {
    const received = this.take();
    expect(received.map(({ event }) => event)).toEqual(events);
    return received;
  }

  assertNothingReceived(): void {
    expect(this.take()).toEqual([]);
  }

  assertOpen(): void {
    expect({ closed: this.closed, isTerminated: this.isTerminated }).toEqual({
      closed: null,
      isTerminated: false,
    });
  }

  assertClosed(code: number): void {
    expect(this.closed?.code).toBe(code);
  }
}
