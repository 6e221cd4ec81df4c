import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHttpServer } from '@/lib/process/http-server';
import { writeServerFile } from '@/lib/process/server-file';
import type { RouteHandler } from '@/lib/server/handle';
import { type House, openHouse, TEST_OPERATOR_KEY } from '@/lib/server/testing/test-house';

const API = fileURLToPath(new URL('../../../app/api', import.meta.url));

/** A house that listens on a port of this computer, by its own clock, with its `server.json`; its routes are the real ones. */
export type ServedHouse = Readonly<{
  house: House;
  dataDir: string;
  /** Each request as it came in: `POST /api/broadcasts`. */
  requests: string[];
  /** Called before a request is handled and after it was; the answer is lost when it says so. */
  line: { before?: (request: string) => 'cut' | undefined; after?: (request: string) => 'cut' | undefined };
  close(): Promise<void>;
}>;

export async function serveHouse(
  config: Parameters<typeof openHouse>[0] = {},
  address = '127.0.0.1',
): Promise<ServedHouse> {
  const dataDir = mkdtempSync(join(tmpdir(), 'belfry-terminal-'));
  const house = await openHouse({ dataDir, ...config }, { file: join(dataDir, 'belfry.db') });
  Object.defineProperty(house.clock, 'now', { get: () => Date.now() });
  const requests: string[] = [];
  const line: ServedHouse['line'] = {};
  const server = createHttpServer({
    realtime: null,
    pages: {
      handleUpgrade: () => false,
      async handle(request, response) {
        const name = `${request.method} ${request.url}`;
        requests.push(name);
        if (line.before?.(name) === 'cut') return void request.socket.destroy();
        const answer = await answerOf(request);
        if (line.after?.(name) === 'cut') return void request.socket.destroy();
        await send(response, answer);
      },
    },
    development: false,
    trustedProxies: 0,
    secure: false,
    connectTo: [],
    isStopping: () => false,
    requestDone: () => undefined,
    logger: house.context.logger,
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  writeServerFile(dataDir, { address: server.address() as AddressInfo, key: TEST_OPERATOR_KEY });
  return {
    house,
    dataDir,
    requests,
    line,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await house.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

const routes = readdirSync(API, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('/route.ts') && !file.includes('...'))
  .map((file) => file.slice(0, -'/route.ts'.length))
  // What is written out comes before what is any name, as in Next.
  .sort((a, b) => Number(a.includes('[')) - Number(b.includes('[')));

async function answerOf(request: IncomingMessage): Promise<Response> {
  const url = `http://${request.headers.host}${request.url}`;
  const path = new URL(url).pathname.replace('/api/', '');
  for (const route of routes) {
    const pattern = route.replaceAll(/\[(\w+)\]/g, '(?<$1>[^/]+)').replaceAll('.csv', '\\.csv');
    const match = new RegExp(`^${pattern}$`).exec(path);
    if (!match) continue;
    const module: Record<string, RouteHandler> = await import(join(API, route, 'route.ts'));
    const params = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    const handler = module[request.method ?? ''];
    if (handler) return handler(await toRequest(request, url), { params: Promise.resolve(params) });
  }
  return new Response('{}', { status: 404 });
}

async function toRequest(request: IncomingMessage, url: string): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const { method = 'GET' } = request;
  return new Request(url, { method, headers, ...(method !== 'GET' && { body: Buffer.concat(chunks) }) });
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.writeHead(answer.status);
  response.end(Buffer.from(await answer.arrayBuffer()));
}
