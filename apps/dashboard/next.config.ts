import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const workspaceRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Nothing here depends on the environment: the gateway's address is read at run time (lib/gateway/address.ts). */
const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: workspaceRoot,
  turbopack: { root: workspaceRoot },
  // Types are checked by the `typecheck` task, once, for the whole workspace.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // gzip would hold back server-sent events; the dashboard is served on the same machine or behind a proxy that compresses.
  compress: false,
  devIndicators: false,
  // `next dev` would otherwise answer its own scripts under the name localhost only.
  allowedDevOrigins: ['127.0.0.1'],
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
      ],
    },
  ],
};

export default config;
