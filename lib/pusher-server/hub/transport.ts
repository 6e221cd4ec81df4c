/**
 * All the hub knows of a WebSocket, so that another transport, or a test, can take its place.
 * No method throws, whatever state the line is in.
 */
export type Transport = {
  /** Sends one text frame, given as UTF-8. The buffer is shared by many lines and must not be changed. */
  send(frame: Buffer): void;
  /** Sends a ping of the transport itself, answered even by throttled browser tabs. */
  ping(): void;
  /** Closes with a code and a reason; gives up waiting for the peer's answer by itself. */
  close(code: number, reason: string): void;
  /** Cuts the line, at once and without a word. */
  terminate(): void;
  /** Bytes handed over and not yet taken by the network. */
  readonly bufferedBytes: number;
};
