import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A line to a server that can go dead without anybody hearing of it, as when a cable is pulled or a laptop sleeps. */
export type Line = {
  /** Where clients connect instead. */
  readonly port: number;
  /** From now on nothing passes on the connections of this moment, in either direction, not even their end. */
  swallow(): void;
  /** All that was held back passes, and everything after it. */
  mend(): void;
};

/** Opens a line to the given port of this machine; later connections pass whatever became of earlier ones. */
export async function openLine(toPort: number): Promise<Line> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const proxy = createServer((near) => {
    const far = connect(toPort, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const end of pair) {
      const cut = () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      };
      end.on('error', cut).on('close', cut);
    }
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.close();
    for (const pair of pairs) for (const end of pair) end.destroy();
  });

  return {
    // A TCP server always has an address of this kind.
    port: (proxy.address() as AddressInfo).port,
    swallow() {
      for (const pair of pairs) for (const end of pair) end.unpipe().pause();
    },
    mend() {
      for (const [near, far] of pairs) {
        near.pipe(far);
        far.pipe(near);
      }
    },
  };
}
