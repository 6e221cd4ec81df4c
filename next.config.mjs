import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js';

process.env.NEXT_TELEMETRY_DISABLED ??= '1';

/** @returns {import('next').NextConfig} */
export default function config(phase) {
  return {
    reactStrictMode: true,
    poweredByHeader: false,
    // `page.dev.tsx` and `route.dev.ts` are pages and routes in development alone: a build does not know their names.
    pageExtensions: phase === PHASE_DEVELOPMENT_SERVER ? ['dev.tsx', 'dev.ts', 'tsx', 'ts'] : ['tsx', 'ts'],
    // Native or socket code that must stay one instance, outside the bundle.
    serverExternalPackages: ['better-sqlite3', 'ws', 'pino'],
    // No optimiser route: nothing here serves images, and the route has a history of holes.
    images: { unoptimized: true },
    turbopack: { root: import.meta.dirname },
    // Started from what an earlier run had kept, development's pages reload themselves over and over.
    experimental: { turbopackFileSystemCacheForDev: false },
    // Some browsers ask for it before they have read which icon there is.
    rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  };
}
