import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { belfryProcess } from './belfry-process';
import { EITHER, EMBEDDED, expect, post, signIn, TIMED, test } from './fixtures';

type Frame = { event: string; data: string; channel?: string };

/** A bare WebSocket client: what it was sent, and how it was closed. */
async function wire(address: string) {
  const socket = new WebSocket(address);
  const frames: Frame[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => socket.on('close', (code) => resolve(code)));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return { socket, frames, closed };
}

const appAddress = (belfry: { url: string; dataDir: string }, key?: string) => {
  const secrets = JSON.parse(readFileSync(join(belfry.dataDir, 'secrets.json'), 'utf8'));
  return `${belfry.url.replace('http', 'ws')}/app/${key ?? secrets.pusherKey}?protocol=7&client=test&version=1`;
};

test(
  'any WebSocket client is greeted on /app/<key>, and a wrong key is told so',
  EMBEDDED,
  async ({ belfry }) => {
    const { socket, frames } = await wire(appAddress(belfry));
    await expect.poll(() => frames.length).toBeGreaterThan(0);
    expect(frames[0]?.event).toBe('pusher:connection_established');
    expect(JSON.parse(frames[0]?.data ?? '{}')).toMatchObject({
      socket_id: expect.stringMatching(/^\d+\.\d+$/),
    });
    socket.send(JSON.stringify({ event: 'pusher:ping', data: {} }));
    await expect.poll(() => frames.some((frame) => frame.event === 'pusher:pong')).toBe(true);
    socket.close();

    const stranger = await wire(appAddress(belfry, 'nobody'));
    expect(await stranger.closed).toBe(4001);
  },
);

test(
  'a socket cannot listen to somebody’s channel with a made-up signature',
  EMBEDDED,
  async ({ belfry }) => {
    const { socket, frames } = await wire(appAddress(belfry));
    await expect.poll(() => frames.length).toBeGreaterThan(0);
    socket.send(
      JSON.stringify({
        event: 'pusher:subscribe',
        data: { channel: 'private-user-1', auth: `k:${'0'.repeat(64)}` },
      }),
    );
    await expect.poll(() => frames.map((frame) => frame.event)).toContain('pusher:subscription_error');
    expect(frames.map((frame) => frame.event)).not.toContain('pusher_internal:subscription_succeeded');
    socket.close();
  },
);

test('SIGTERM tells the sockets, finishes and ends with 0 within ten seconds', {
  tag: [EMBEDDED.tag, TIMED.tag],
}, async ({ belfry }) => {
  const { closed, frames } = await wire(appAddress(belfry));
  await expect.poll(() => frames.length).toBeGreaterThan(0);
  const began = performance.now();
  expect(await belfry.stop('SIGTERM')).toBe(0);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(await closed).toBe(4200);
});

test(
  'a second process on the same data refuses with a sentence, and the first goes on',
  EITHER,
  async ({ belfry, request }) => {
    const second = belfryProcess({ env: { DATA_DIR: belfry.dataDir } });
    await expect(second.start()).rejects.toThrow(/ended with 1[\s\S]*Another Belfry process/);
    await second.remove();
    expect((await request.get(`${belfry.url}/api/health/ready`)).status()).toBe(200);
  },
);

test(
  'health says that the process is up and the database can be written',
  EITHER,
  async ({ belfry, request }) => {
    for (const path of ['/api/health/live', '/api/health/ready']) {
      const answer = await request.get(belfry.url + path);
      expect(answer.status(), path).toBe(200);
      expect(answer.headers()['cache-control']).toBe('no-store');
    }
  },
);

test('all bad settings are told together, and nothing starts', EITHER, async () => {
  const wrong = belfryProcess({ env: { PORT: 'eighty', LOG_LEVEL: 'loud', NEXTAUTH_URL: 'nowhere' } });
  await expect(wrong.start()).rejects.toThrow(/ended with 1/);
  const told = wrong.lines.join('\n');
  for (const name of ['PORT', 'LOG_LEVEL', 'NEXTAUTH_URL']) expect(told).toContain(`- ${name}`);
  expect(told).not.toMatch(/\bat .*:\d+:\d+/);
  await wrong.remove();
});

test('production refuses the demo’s data', EITHER, async ({ belfry }) => {
  await belfry.stop();
  const production = belfryProcess({ flags: [], env: { DATA_DIR: belfry.dataDir } });
  await expect(production.start()).rejects.toThrow(/passwords are public/);
  await production.remove();
});

test(
  'production begins with nobody and one link that makes the first administrator once',
  EITHER,
  async ({ browser }) => {
    const production = belfryProcess({ flags: [] });
    await production.start();
    await expect.poll(() => production.lines.join('\n')).toMatch(/\/setup\?token=\S+/);
    const link = /http\S+\/setup\?token=\S+/.exec(production.lines.join('\n'))?.[0] ?? '';

    const context = await browser.newContext({ baseURL: production.url });
    const page = await context.newPage();
    await page.goto('/sign-in');
    await expect(page.getByText('ana@belfry.test')).toHaveCount(0);
    await page.goto(link);
    await page.getByLabel('Name').fill('Dana Kim');
    await page.getByLabel('E-mail').fill('dana@example.org');
    await page.getByLabel('Password').fill('a long enough password');
    await page.getByRole('button', { name: /administrator/i }).click();
    await expect(page).toHaveURL(/\/inbox/);
    const session = await (await context.request.get('/api/auth/session')).json();
    expect(session.user).toMatchObject({ email: 'dana@example.org', role: 'admin' });

    const again = await context.request.post('/api/setup', {
      data: {
        token: new URL(link).searchParams.get('token'),
        name: 'Eve',
        email: 'eve@example.org',
        password: 'another password',
      },
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    expect([403, 404, 409]).toContain(again.status());
    await context.close();
    await production.remove();
  },
);

test('what was answered with 201 is there after kill -9', async ({ belfry, request }) => {
  const admin = await request.storageState().then(() => request);
  const url = (path: string) => belfry.url + path;
  const { csrfToken } = await (await admin.get(url('/api/auth/csrf'))).json();
  await admin.post(url('/api/auth/callback/credentials'), {
    form: { csrfToken, email: 'admin@belfry.test', password: 'belfry-demo', json: 'true' },
  });
  const made = await post(admin, url('/api/notifications'), {
    recipients: ['admin@belfry.test'],
    title: 'Kept',
  });
  expect(made.status()).toBe(201);
  const { ids } = await made.json();
  expect(await belfry.stop('SIGKILL')).toBe('SIGKILL');
  await belfry.start();
  const page = await (await admin.get(url('/api/notifications?filter=inbox&limit=1'))).json();
  expect(page.items[0]).toMatchObject({ id: ids[0].id, title: 'Kept' });
});

test('signing out ends the sockets of the session', EMBEDDED, async ({ belfry, browserOf }) => {
  const context = await browserOf();
  await signIn(context.request, 'ana');
  const { socket, frames, closed } = await wire(appAddress(belfry));
  await expect.poll(() => frames.length).toBeGreaterThan(0);
  const socketId = JSON.parse(frames[0]?.data ?? '{}').socket_id as string;
  const session = await (await context.request.get('/api/auth/session')).json();
  const channel = `private-user-${session.user.id}`;
  const authorised = await context.request.post('/api/realtime/auth', {
    form: { socket_id: socketId, channel_name: channel },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  expect(authorised.status()).toBe(200);
  const { auth } = await authorised.json();
  socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, auth } }));
  await expect
    .poll(() => frames.map((frame) => frame.event))
    .toContain('pusher_internal:subscription_succeeded');

  const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json();
  await context.request.post('/api/auth/signout', { form: { csrfToken, json: 'true' } });
  expect(await closed).toBe(4009);
  expect((await context.request.get('/api/notifications')).status()).toBe(401);
});
