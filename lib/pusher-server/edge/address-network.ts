import { isIPv4, isIPv6 } from 'node:net';

/**
 * What connections are counted by: an IPv4 address as it is, however written, and of an IPv6 address its first
 * 64 bits. Every subscriber is given at least a /64 (RFC 6177): counted by address, one of them is billions. A port
 * behind it, as some proxies write, is not part of it: each connection has another.
 */
export function addressNetwork(given: string): string {
  const address = withoutPort(given);
  const mapped = address.slice(address.lastIndexOf(':') + 1);
  if (isIPv4(mapped)) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.replace(/%.*$/, '').toLowerCase().split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail);
  const zeros = Array<string>(Math.max(0, GROUPS - before.length - after.length)).fill('0');
  const groups = address.includes('::') ? [...before, ...zeros, ...after] : before;
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

function withoutPort(given: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(given) ?? [];
  const [, dotted] = /^([\d.]+):\d+$/.exec(given) ?? [];
  return bracketed ?? dotted ?? given;
}

const GROUPS = 8;
const NETWORK_GROUPS = 4;

function groupsOf(part: string): readonly string[] {
  return part === '' ? [] : part.split(':');
}
