/** The server that is looked at: where it listens, and one application of it. */
export type Target = {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly appId: string;
  readonly key: string;
  readonly secret: string;
};

/** Host and port as they stand in an address; IPv6 in brackets. */
export function hostAndPort({ host, port }: Pick<Target, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
