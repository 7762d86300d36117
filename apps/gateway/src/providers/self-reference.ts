import { BlockList, isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { SelfReferenceError } from '../errors.ts';

/** Tells addresses that lead back to this gateway. */
export interface SelfReference {
  /** The port is known for certain once the gateway listens. */
  listensOn(port: number): void;
  /** @throws SelfReferenceError; `what` begins its message, such as "OPENAI_BASE_URL", and `instead` ends it */
  assertOther(what: string, baseUrl: string, instead?: string): void;
}

/** Loopback, the unspecified addresses, this machine's names and its interfaces, all with our port. */
export function createSelfReference(host: string, configuredPort: number): SelfReference {
  let port = configuredPort;
  const own = new BlockList();
  own.addSubnet('127.0.0.0', 8, 'ipv4');
  own.addAddress('0.0.0.0', 'ipv4');
  own.addAddress('::1', 'ipv6');
  own.addAddress('::', 'ipv6');
  const names = new Set(['localhost', hostname().toLowerCase(), host.toLowerCase()]);

  function isOwnHost(name: string): boolean {
    const family = isIP(name);
    if (family === 0) return names.has(name) || name.endsWith('.localhost');
    // A mapped address such as ::ffff:7f00:1 is checked against the IPv4 rules by the list itself.
    if (own.check(name, family === 6 ? 'ipv6' : 'ipv4')) return true;
    return Object.values(networkInterfaces()).some((addresses) =>
      addresses?.some(({ address }) => address === name),
    );
  }

  return {
    listensOn(actual) {
      port = actual;
    },
    assertOther(what, baseUrl, instead = 'the provider, such as https://api.openai.com/v1') {
      const url = new URL(baseUrl);
      const theirs = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
      const name = url.hostname
        .replace(/^\[|\]$/g, '')
        .replace(/\.$/, '')
        .toLowerCase();
      if (theirs === port && isOwnHost(name)) throw new SelfReferenceError(what, baseUrl, instead);
    },
  };
}
