import type { Page } from '@playwright/test';
import { bell, expect, post, SERVICE, signIn, test } from './fixtures';

// What a browser says about a line that breaks, or that is refused.
const LOST_LINE = /WebSocket connection to .* failed/;

const live = (page: Page) =>
  expect(page.locator('#bell[data-live="true"]')).toHaveCount(1, { timeout: 20_000 });
const notLive = (page: Page) => expect(page.locator('#bell[data-live="true"]')).toHaveCount(0);

test(
  'the application has neither sockets nor an API of the protocol then',
  SERVICE,
  async ({ belfry, service, request }) => {
    const key = service.variables.PUSHER_KEY;
    expect((await request.get(`http://127.0.0.1:${service.port}/health`)).status()).toBe(200);
    expect((await request.get(`${belfry.url}/app/${key}`, { maxRedirects: 0 })).status()).toBe(404);
    expect((await request.get(`${belfry.url}/apps/journeys/channels`, { maxRedirects: 0 })).status()).toBe(
      404,
    );
    expect((await request.post(`${belfry.url}/apps/journeys/events`, { data: {} })).status()).toBe(404);
  },
);

test(
  'while the service is away a window stays right, and it is live again when it returns',
  SERVICE,
  async ({ belfry, service, open, expectedConsole }) => {
    expectedConsole.push(LOST_LINE);
    const ana = await open('ana', '/sign-in');
    await ana.clock.install();
    await ana.goto('/inbox');
    await live(ana);
    const admin = await open('admin');
    const before = await bell(ana).unread();
    const notify = async (title: string) => {
      const data = { recipients: ['ana@belfry.test'], title };
      expect((await post(admin.request, `${belfry.url}/api/notifications`, data)).status()).toBe(201);
    };

    await service.stop('SIGKILL');
    await notLive(ana);
    await notify('While the service was away');
    const ready = await (await admin.request.get(`${belfry.url}/api/health/ready`)).json();
    expect(ready).toMatchObject({ status: 'ready', waiting: expect.any(Number) });
    expect(ready.waiting).toBeGreaterThan(0);
    // The slow timer of a window without its line, at the latest.
    await ana.clock.fastForward(36_000);
    await expect.poll(() => bell(ana).unread()).toBe(before + 1);

    await service.start();
    await ana.clock.fastForward(30_000);
    await live(ana);
    await notify('Live again');
    await expect.poll(() => bell(ana).unread()).toBe(before + 2);
    const waiting = async () =>
      (await (await admin.request.get(`${belfry.url}/api/health/ready`)).json()).waiting;
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
  },
);

test(
  'a service that hangs holds up neither who creates nor a stop',
  SERVICE,
  async ({ belfry, service, open, expectedConsole }) => {
    expectedConsole.push(LOST_LINE, /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/);
    const ana = await open('ana');
    await live(ana);
    const admin = await open('admin');
    const before = await bell(ana).unread();
    const notify = (title: string) =>
      admin.request.post(`${belfry.url}/api/notifications`, {
        data: { recipients: ['ana@belfry.test'], title },
        headers: { 'Sec-Fetch-Site': 'same-origin' },
        // The publisher waits five seconds for an answer; who creates must not wait with it.
        timeout: 4_000,
      });
    service.hang();
    for (let round = 1; round <= 10; round += 1) expect((await notify(`Round ${round}`)).status()).toBe(201);
    service.wake();
    await expect.poll(() => bell(ana).unread(), { timeout: 30_000 }).toBe(before + 10);

    service.hang();
    expect((await notify('Committed, not told')).status()).toBe(201);
    expect(await belfry.stop('SIGTERM')).toBe(0);
    service.wake();
  },
);

test(
  'a service that stops tells the windows, and they come back to its successor',
  SERVICE,
  async ({ service, open, expectedConsole }) => {
    expectedConsole.push(LOST_LINE);
    const ana = await open('ana');
    await live(ana);
    expect(await service.stop('SIGTERM')).toBe(0);
    await notLive(ana);
    await service.start();
    await live(ana);
  },
);

test(
  'a page of an origin that is not listed does not get in, and is right all the same',
  SERVICE,
  async ({ belfry, service, open, expectedConsole }) => {
    expectedConsole.push(LOST_LINE);
    await service.stop();
    await service.start(['--allowed-origin', 'https://elsewhere.example']);
    const admin = await open('admin');
    const before = await bell(admin).unread();
    const refused = admin.waitForEvent('console', (message) => /403/.test(message.text()));
    await admin.reload();
    await refused;
    const data = { recipients: ['admin@belfry.test'], title: 'By the timer' };
    expect((await post(admin.request, `${belfry.url}/api/notifications`, data)).status()).toBe(201);
    await admin.reload();
    await expect.poll(() => bell(admin).unread()).toBe(before + 1);
    await notLive(admin);

    await service.stop();
    await service.start(['--allowed-origin', belfry.url]);
    await admin.reload();
    await live(admin);
  },
);

test(
  'signing out in one window ends the others of the session, and nobody else',
  SERVICE,
  async ({ open, browserOf, expectedConsole }) => {
    expectedConsole.push(/Failed to load resource.*401/);
    const one = await open('ana');
    const other = await one.context().newPage();
    const left: string[] = [];
    other.on('websocket', (socket) => socket.on('close', () => void left.push(socket.url())));
    await other.goto('/inbox');
    await live(other);
    // The same person with a session of her own, as on another machine.
    const context = await browserOf();
    await signIn(context.request, 'ana');
    const elsewhere = await context.newPage();
    await elsewhere.goto('/inbox');
    await live(elsewhere);

    await one.getByRole('button', { name: /Ana Duarte/ }).click();
    await one.getByRole('button', { name: 'Sign out' }).click();
    await expect(one).toHaveURL(/\/sign-in/);
    await notLive(other);
    await expect.poll(() => left.filter((url) => url.includes('/app/')).length).toBe(1);
    await live(elsewhere);
  },
);
