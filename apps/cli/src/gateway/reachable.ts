import { answers } from './connect.ts';
import type { GatewayPlace } from './place.ts';

/**
 * Whether a command is for a running gateway. An address that was only guessed may be that of another data directory's
 * gateway, so it does not count.
 */
export async function isReachable(place: GatewayPlace): Promise<boolean> {
  if (place.source === 'option' || place.source === 'WEIGHBRIDGE_URL') return true;
  return place.source === 'gateway.json' && (await answers(place.url));
}
