import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** About 0.1 s and 32 MB a guess. */
const COST = { logN: 15, r: 8, p: 1 } as const;
/** For databases that live as long as a test. */
const CHEAP = { ...COST, logN: 4 } as const;
const HASH_BYTES = 32;

/** `scrypt$15$8$1$<salt>$<hash>`: the cost is stored, so that it can be raised later. */
export async function hashPassword(password: string, cheap = false): Promise<string> {
  const salt = randomBytes(16);
  const cost = cheap ? CHEAP : COST;
  const { logN, r, p } = cost;
  const hash = await derive(password, salt, cost);
  return ['scrypt', logN, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** False for a wrong password and for a hash that cannot be read. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [scheme, logN, r, p, salt = '', hash = ''] = stored.split('$');
  if (scheme !== 'scrypt') return false;
  const expected = Buffer.from(hash, 'base64url');
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt, 'base64url'), cost);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function derive(
  password: string,
  salt: Buffer,
  { logN, r, p }: { logN: number; r: number; p: number },
): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}
