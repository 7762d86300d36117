import { HIGHEST_PRICE, InputError, type NanoUsd, nanoToDecimal, parseUsd } from '@weighbridge/embeddings';

/** A price as an administrator wrote it. */
export interface PriceChoice {
  usdPerMillion?: string | undefined;
  nanoUsdPerToken?: string | undefined;
  free?: boolean | undefined;
}

const TOKENS = 1_000_000n;

/**
 * Nano-USD a token; undefined when nothing was said of a price.
 * @throws InputError INVALID_REQUEST for more than one, for zero without `free`, for parts of a nano-dollar, or for more
 * than a dollar a token;
 * InvalidAmountError for what is no amount
 */
export function readPrice(choice: PriceChoice): NanoUsd | undefined {
  const { usdPerMillion, nanoUsdPerToken, free } = choice;
  const said = [usdPerMillion !== undefined, nanoUsdPerToken !== undefined, free === true];
  if (said.every((one) => !one)) return undefined;
  if (said.filter(Boolean).length > 1) {
    throw invalid('price', 'Name the price once: dollars a million tokens, nano-USD a token, or free.');
  }
  if (free) return 0n;
  const nano =
    usdPerMillion === undefined ? BigInt(nanoUsdPerToken ?? 0) : wholeNano(parseUsd(usdPerMillion));
  if (nano > HIGHEST_PRICE) {
    throw invalid(
      'price',
      'A price is at most a dollar a token: $1,000,000 a million tokens, or 1,000,000,000 nano-USD a token.',
    );
  }
  if (nano > 0n) return nano;
  throw invalid(
    'price',
    'A price of zero is written as "free", so that nobody gives a model away by a slip.',
  );
}

function wholeNano(perMillion: NanoUsd): NanoUsd {
  if (perMillion % TOKENS === 0n) return perMillion / TOKENS;
  const above = (perMillion / TOKENS + 1n) * TOKENS;
  throw invalid(
    'usdPerMillion',
    `Prices are whole nano-dollars a token, so steps of $0.001 a million tokens. Write ${nanoToDecimal(above)}: ` +
      'a hold must never be less than what will be billed.',
  );
}

function invalid(field: string, message: string): InputError {
  return new InputError('INVALID_REQUEST', message, { field });
}
