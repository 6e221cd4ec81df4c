/** The application that the load and the server under measurement agree on. */
export const APP = { id: 'bench', key: 'bench-key', secret: 'a-secret-of-the-benchmark-only' } as const;

/** An event as the house sends them: some two hundred bytes. */
export function eventData(number: number): string {
  return JSON.stringify({
    epoch: 'k3v9',
    seq: number,
    counts: { unseen: 3, unread: 7 },
    text: 'x'.repeat(120),
  });
}

export const EVENT = 'changed';

/** The text of the frame that the server makes of it; the raw baseline sends the very same. */
export function frameText(channel: string, data: string): string {
  return JSON.stringify({ event: EVENT, data, channel });
}
