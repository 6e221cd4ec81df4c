import { expect, post, SERVICE, signIn, test } from './fixtures';
import { connected, figure, figureNumber, result, testButton } from './realtime-page';

test('a round trip by keyboard alone shows its milliseconds, is read out, and keeps focus', async ({
  open,
}) => {
  const admin = await open('admin', '/admin/realtime');
  await connected(admin);
  await admin.locator('main').focus();
  await admin.keyboard.press('Tab');
  await expect(testButton(admin)).toBeFocused();
  await admin.keyboard.press('Enter');
  await expect(result(admin)).toHaveAttribute('data-round-trip', 'back');
  await expect(result(admin)).toContainText(/Event came back in [\d,]+ ms\..*answered after [\d,]+ ms\./);
  await expect(testButton(admin)).toBeFocused();
  await expect(admin.locator('[data-announcer="polite"]')).toContainText(/Event came back in [\d,]+ ms/);

  // The inbox beside it is none the wiser, and still live.
  await expect(admin.locator('#bell')).toHaveAttribute('data-live', 'true');
});

test('a killed server is shown as what it is, and the page recovers by itself', async ({
  belfry,
  open,
  expectedConsole,
}) => {
  expectedConsole.push(/ERR_CONNECTION_REFUSED|WebSocket connection to .* failed|ERR_EMPTY_RESPONSE/);
  const admin = await open('admin', '/admin/realtime');
  await connected(admin);
  const state = admin.locator('[data-figures]');
  await expect(state).toHaveAttribute('data-figures', 'live');
  await belfry.stop('SIGKILL');
  await expect(state).toHaveAttribute('data-figures', 'late');
  await expect(state).toContainText(/does not answer\. These figures are as of \d\d:\d\d:\d\d/);
  await expect(admin.locator('[data-announcer="polite"]')).toContainText('These figures are as of');
  await testButton(admin).click();
  await expect(result(admin)).toHaveAttribute('data-round-trip', 'refused');
  await expect(result(admin)).toContainText('The way there failed. The server cannot be reached.');

  await belfry.start();
  await expect(state).toHaveAttribute('data-figures', 'live', { timeout: 20_000 });
  await connected(admin);
  await testButton(admin).click();
  await expect(result(admin)).toHaveAttribute('data-round-trip', 'back');
});

test('a page that cannot connect is told apart from a lost event', async ({ browserOf, expectedConsole }) => {
  expectedConsole.push(/WebSocket connection to .* failed/);
  const context = await browserOf();
  await signIn(context.request, 'admin');
  const admin = await context.newPage();
  // A proxy in front that passes no WebSockets on.
  await admin.routeWebSocket(/\/app\//, (socket) => socket.close());
  await admin.goto('/admin/realtime');
  await testButton(admin).click();
  await expect(result(admin)).toHaveAttribute('data-round-trip', 'unconnected');
  await expect(result(admin)).toContainText(
    /answered after [\d,]+ ms, but no event could come back\.\s*Look/,
  );
});

test('that updates are paused is said once, whatever the time beside it', async ({
  browserOf,
  expectedConsole,
}) => {
  expectedConsole.push(
    /WebSocket connection to .* failed/,
    /Failed to load resource: net::ERR_FAILED .*\/api\/inbox\/stream/,
  );
  const context = await browserOf();
  await signIn(context.request, 'admin');
  const admin = await context.newPage();
  await admin.routeWebSocket(/\/app\//, (socket) => socket.close());
  await admin.route('**/api/inbox/stream**', (route) => route.abort());
  await admin.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      const region = document.querySelector('[data-announcer="polite"]');
      const note = () => heard.push(region?.textContent ?? '');
      if (region) new MutationObserver(note).observe(region, { childList: true });
    });
  });
  await admin.goto('/inbox');
  await expect(admin.getByRole('main').getByText(/^Live updates paused\. Showing what/)).toBeVisible({
    timeout: 30_000,
  });
  const paused = await admin.evaluate(() =>
    (window as unknown as { heard: string[] }).heard.filter((text) => text.startsWith('Live updates paused')),
  );
  expect(paused).toHaveLength(1);
});

test('an event that gets lost on its way back is told as that', async ({ browserOf }) => {
  const context = await browserOf();
  await signIn(context.request, 'admin');
  const admin = await context.newPage();
  let dropped = 0;
  await admin.routeWebSocket(/\/app\//, (page) => {
    const server = page.connectToServer();
    server.onMessage((frame) => {
      if (String(frame).includes('round-trip.made')) dropped += 1;
      else page.send(frame);
    });
  });
  await admin.goto('/admin/realtime');
  await connected(admin);
  await testButton(admin).click();
  await expect(admin.getByRole('button', { name: 'Testing…' })).toBeVisible();
  await expect(result(admin)).toHaveAttribute('data-round-trip', 'lost');
  await expect(result(admin)).toContainText('no event came within 5 s');
  expect(dropped).toBe(1);
});

test(
  'another service is named, and what this process knows of it is shown, also when it is away',
  SERVICE,
  async ({ service, open, expectedConsole }) => {
    expectedConsole.push(/WebSocket connection to .* failed/, /status of 503/);
    const admin = await open('admin', '/admin/realtime');
    await expect(admin.getByText(`Events are carried by 127.0.0.1:${service.port}`)).toBeVisible();
    await expect(figure(admin, 'connections')).toHaveCount(0);
    await connected(admin);
    await testButton(admin).click();
    await expect(result(admin)).toHaveAttribute('data-round-trip', 'back');
    await expect.poll(() => figureNumber(admin, 'published')).toBeGreaterThan(0);
    await expect(figure(admin, 'failed')).toHaveText('0');

    await service.stop('SIGKILL');
    await testButton(admin).click();
    await expect(result(admin)).toHaveAttribute('data-round-trip', 'refused');
    await expect(result(admin)).toContainText('The realtime service did not take the event');
    const sent = await post(admin.context().request, '/api/notifications', {
      recipients: ['ana@belfry.test', 'ben@belfry.test', 'carla@belfry.test'],
      title: 'Nobody hears of it yet',
    });
    expect(sent.status()).toBe(201);
    await expect(figure(admin, 'service')).toHaveText('Down', { timeout: 30_000 });
    await expect.poll(() => figureNumber(admin, 'waiting')).toBeGreaterThan(0);
    await expect(admin.getByText(/^Last failure at \d\d:\d\d:\d\d: /)).toBeVisible();

    await service.start();
    await expect(figure(admin, 'service')).toHaveText('Up', { timeout: 30_000 });
    await expect(figure(admin, 'waiting')).toHaveText('0');
  },
);
