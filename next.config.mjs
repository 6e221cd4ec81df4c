process.env.NEXT_TELEMETRY_DISABLED ??= '1';

/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Native or socket code that must stay one instance, outside the bundle.
  serverExternalPackages: ['better-sqlite3', 'ws', 'pino'],
  // No optimiser route: nothing here serves images, and the route has a history of holes.
  images: { unoptimized: true },
  turbopack: { root: import.meta.dirname },
};
