/**
 * One event in the form of `text/event-stream` (HTML Standard, 9.2.6). `id` is where the reader stands after it;
 * without one a reader that comes back names the last it was given. JSON has no line breaks, so the data are one line.
 */
export function serverSentEvent(event: { name: string; id?: string; data: unknown }): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  return `event: ${event.name}\n${id}data: ${JSON.stringify(event.data)}\n\n`;
}

/** What a stream begins with: how long, in milliseconds, a browser waits before it comes back by itself. */
export function retryAfter(ms: number): string {
  return `retry: ${ms}\n\n`;
}
