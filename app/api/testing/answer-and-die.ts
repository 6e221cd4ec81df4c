import { pathToFileURL } from 'node:url';
import type { RouteHandler } from '@/lib/server/handle';
import { type Call, call } from '@/lib/server/testing/call';
import { openHouse } from '@/lib/server/testing/test-house';

/** What the process is to do: one request to a route, on the database in `file`. */
export type Order = Readonly<{ file: string; route: string; method: string; request: Call }>;

/**
 * A process that is killed between the commit of a request's work and its answer: the store tells of a commit after it
 * and before anything that waits for it goes on. Prints the answer if it ever comes to that.
 */
const order: Order = JSON.parse(process.argv[2] ?? '');
await openHouse({}, { file: order.file, onMoved: () => process.kill(process.pid, 'SIGKILL') });
const module: Record<string, RouteHandler> = await import(pathToFileURL(order.route).href);
const handler = module[order.method];
if (!handler) throw new Error(`${order.route} has no ${order.method}.`);
const answer = await call(handler, order.request);
process.stdout.write(`answered ${answer.status} ${JSON.stringify(answer.body)}\n`);
process.exit(0);
