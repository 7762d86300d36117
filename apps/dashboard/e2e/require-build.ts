import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The tests drive what users get, so it must have been built. */
export default function requireBuild(): void {
  const server = fileURLToPath(new URL('../.next/standalone/apps/dashboard/server.js', import.meta.url));
  if (!existsSync(server)) throw new Error('The dashboard is not built. Run “pnpm build” first.');
}
