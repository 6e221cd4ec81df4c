import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// `server-only` throws outside a React Server bundle; tests run the server code directly.
const nothing = fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url));
const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');

export default defineConfig({
  resolve: { alias: { 'server-only': nothing, '@': root } },
  test: {
    include: ['{app,components,db,lib,scripts}/**/*.test.{ts,tsx}', '*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
