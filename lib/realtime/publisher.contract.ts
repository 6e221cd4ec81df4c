import { expect, test } from 'vitest';
import type { Publisher } from './publisher';
import type { RealtimeServer } from './testing/realtime-server';

const ana = { id: 'ana', role: 'member' } as const;

/** What every publisher keeps, tried with official clients on a real server. */
export function publisherContract(
  name: string,
  open: () => Promise<{ publisher: Publisher; server: RealtimeServer; close(): Promise<void> }>,
): void {
  test(`${name}: an event reaches whoever listens to its channel, with its data as they were`, async () => {
    const { publisher, server, close } = await open();
    const listener = await server.listen(ana, 'private-user-ana');
    const data = {
      v: 1,
      text: 'Größe “ok” 🔔\n\u2028 </script>',
      list: [1, null, { deep: true }],
      none: null,
    };
    await publisher.publish({ channel: 'private-user-ben', name: 'inbox.changed', data: { v: 1 } });
    await publisher.publish({ channel: 'private-user-ana', name: 'inbox.changed', data });
    expect(await listener.until(1)).toMatchObject([{ name: 'inbox.changed', data }]);
    await close();
  });

  test(`${name}: an event that nobody listens for is taken`, async () => {
    const { publisher, close } = await open();
    await publisher.publish({ channel: 'private-user-nobody', name: 'inbox.changed', data: { v: 1 } });
    await close();
  });

  test(`${name}: a batch arrives whole and in order, beyond the protocol’s ten as well`, async () => {
    const { publisher, server, close } = await open();
    const listener = await server.listen(ana, 'private-user-ana');
    const events = Array.from({ length: 37 }, (_, i) => ({
      channel: 'private-user-ana',
      name: 'inbox.changed',
      data: { i },
    }));
    await publisher.publishBatch(events);
    const received = await listener.until(37);
    expect(received.map(({ data }) => data)).toEqual(events.map(({ data }) => data));
    await close();
  });

  test(`${name}: what is published stays as it was given`, async () => {
    const { publisher, close } = await open();
    const event = Object.freeze({
      channel: 'private-user-ana',
      name: 'inbox.changed',
      data: Object.freeze({ v: 1 }),
    });
    const batch = Object.freeze([event, event]);
    await publisher.publish(event);
    await publisher.publishBatch(batch);
    expect(event.data).toEqual({ v: 1 });
    await close();
  });

  test(`${name}: an empty batch is nothing, and more than a hundred is a defect`, async () => {
    const { publisher, server, close } = await open();
    const listener = await server.listen(ana, 'private-user-ana');
    const event = { channel: 'private-user-ana', name: 'inbox.changed', data: { v: 1 } };
    await publisher.publishBatch([]);
    await expect(publisher.publishBatch(Array.from({ length: 101 }, () => event))).rejects.toThrow(
      RangeError,
    );
    await publisher.publish({ ...event, name: 'last' });
    expect(await listener.until(1)).toMatchObject([{ name: 'last' }]);
    await close();
  });

  test(`${name}: what the service refuses is rejected`, async () => {
    const { publisher, close } = await open();
    const tooLarge = { channel: 'private-user-ana', name: 'inbox.changed', data: 'x'.repeat(11_000) };
    await expect(publisher.publish(tooLarge)).rejects.toThrow();
    await expect(publisher.publishBatch([tooLarge])).rejects.toThrow();
    const unnamed = { channel: 'private user', name: 'inbox.changed', data: {} };
    await expect(publisher.publish(unnamed)).rejects.toThrow();
    await close();
  });

  test(`${name}: whoever listens is never denied`, async () => {
    const { publisher, server, close } = await open();
    await server.listen(ana, 'private-user-ana');
    expect(publisher.mayHaveListeners('private-user-ana')).toBe(true);
    expect(publisher.onlineUsers() ?? ['ana']).toEqual(['ana']);
    await close();
  });

  test(`${name}: after its end it publishes nothing`, async () => {
    const { publisher, close } = await open();
    await publisher.close();
    await publisher.close();
    const event = { channel: 'private-user-ana', name: 'inbox.changed', data: {} };
    await expect(publisher.publish(event)).rejects.toThrow('closed');
    await expect(publisher.publishBatch([event])).rejects.toThrow('closed');
    await close();
  });
}
