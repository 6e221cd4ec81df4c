import type { Defect } from './broken-server';
import { CHANNEL_DEFECTS } from './channel-defects';
import { CONNECTION_DEFECTS } from './connection-defects';
import { HTTP_DEFECTS } from './http-defects';

/** A server that is wrong in one way, the cases that must find it, and cases that must not mind. */
export type Broken = {
  readonly title: string;
  readonly defect: Defect;
  readonly fails: readonly string[];
  readonly holds: readonly string[];
};

export const BROKEN: readonly Broken[] = [...HTTP_DEFECTS, ...CONNECTION_DEFECTS, ...CHANNEL_DEFECTS];
