/** The part of pusher-js that is used here, so that a test can stand in for it. */
export type Socket = Readonly<{
  connect(): void;
  disconnect(): void;
  subscribe(channel: string): SocketChannel;
  unsubscribe(channel: string): void;
  send_event(event: string, data: unknown): unknown;
  connection: {
    readonly state: string;
    readonly socket_id: string;
    bind(event: string, run: (data: unknown) => void): unknown;
  };
}>;
export type SocketChannel = {
  readonly subscribed: boolean;
  bind_global(run: (event: string, data: unknown) => void): unknown;
};
/** How pusher-js asks us for a channel's authorisation, and takes the answer. */
export type SocketAuthorize = (
  asked: { socketId: string; channelName: string },
  answer: (error: Error | null, data: { auth: string } | null) => void,
) => void;
export type OpenSocket = (authorize: SocketAuthorize) => Promise<Socket>;
