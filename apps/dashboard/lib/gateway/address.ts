const DEFAULT_ADDRESS = 'http://127.0.0.1:4100';

/** Where the gateway listens, read anew at every use so that nothing of it is fixed at build time. */
export function gatewayAddress(): string {
  return (process.env.WEIGHBRIDGE_GATEWAY_URL ?? DEFAULT_ADDRESS).replace(/\/+$/, '');
}
