import type { ServerResponse } from 'node:http';
import { type FaultPlan, type FaultPoint, parsePlan } from './plan';

/** Written in by the bundler: `true` only in the bundle for tests. Without a bundler it is not there, and means no. */
declare const WITH_FAULT_POINTS: boolean;

/**
 * A place where a test can end, disturb or stop the process, by the variable `FAULT`. In the bundle that is shipped
 * the body is empty, and the bundler leaves out the call, the name and everything behind it.
 */
export function faultPoint(name: FaultPoint): void {
  if (typeof WITH_FAULT_POINTS !== 'undefined' && WITH_FAULT_POINTS) thePlan()(name);
}

/**
 * `before-response`: at the moment when the first byte is about to be sent to a request that may have changed
 * something.
 */
export function faultPointBeforeAnswer(
  request: Readonly<{ method?: string }>,
  response: Pick<ServerResponse, 'writeHead'>,
): void {
  if (typeof WITH_FAULT_POINTS !== 'undefined' && WITH_FAULT_POINTS && request.method !== 'GET') {
    const { writeHead } = response;
    // Node itself calls it for whoever only writes. The cast: its overloads stay the original's.
    response.writeHead = function (this: ServerResponse, ...given: unknown[]) {
      thePlan()('before-response');
      return Reflect.apply(writeHead, this, given);
    } as typeof writeHead;
  }
}

let plan: FaultPlan | undefined;

function thePlan(): FaultPlan {
  plan ??= readPlan(process.env);
  return plan;
}

function readPlan({ FAULT, FAULT_ON }: Readonly<Record<string, string | undefined>>): FaultPlan {
  if (FAULT === undefined) return () => undefined;
  const planned = parsePlan(FAULT, {
    kill: () => process.kill(process.pid, 'SIGKILL'),
    // The thread itself stands still, as under a stalled disk: timers and sockets wait with it.
    sleep: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
  });
  if (FAULT_ON === undefined) return planned;
  let isOn = false;
  process.on('SIGUSR2', () => {
    isOn = true;
  });
  return (name) => isOn && planned(name);
}
