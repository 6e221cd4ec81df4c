/** What the browser needs to connect; it reaches it from a Server Component, never through the build. */
export type RealtimeSettings = Readonly<{
  key: string;
  /** True when the page's own server is the realtime server: host and port are then the page's. */
  embedded: boolean;
  host: string | null;
  port: number | null;
  /** Only with the hosted service. */
  cluster: string | null;
  /** `null` means: as the page itself (https → wss). */
  secure: boolean | null;
}>;
