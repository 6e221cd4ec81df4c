import 'server-only';

/** 127.0.0.0/8 (RFC 1122), also as IPv6 writes it, and ::1: an address of this very computer, whoever is on its network. */
export function isLoopback(address: string): boolean {
  return /^(::1|(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/i.test(address);
}

/** Whether a `Host` is such an address, written out. A name is none, whatever it resolves to. */
export function isLoopbackHost(host: string): boolean {
  const [, inBrackets, bare] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/.exec(host) ?? [];
  return isLoopback(inBrackets ?? bare ?? '');
}
