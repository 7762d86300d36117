import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** Watches every connection that this process makes from now on: how many, and to which hosts other than itself. */
export function watchConnections(): { count: number; others: Set<string> } {
  const seen = { count: 0, others: new Set<string>() };
  const note = (host: string) => {
    if (!LOOPBACK.has(host)) seen.others.add(host);
  };
  subscribe('net.client.socket', (message) => {
    const { socket } = message as { socket: Socket };
    seen.count += 1;
    socket.on('lookup', (_error, _address, _family, host) => note(host));
    socket.on('connect', () => note(socket.remoteAddress ?? 'unknown'));
  });
  return seen;
}
