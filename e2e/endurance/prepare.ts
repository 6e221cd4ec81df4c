import { bundleServerWithFaults } from '../../scripts/bundle-server.mjs';

/** The pages must have been built; the server with its fault points is bundled anew for every run. */
export default async function prepare(): Promise<void> {
  await bundleServerWithFaults();
}
