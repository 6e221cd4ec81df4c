import {
  type APIRequestContext,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test';
import { type BelfryProcess, belfryProcess } from './belfry-process';
import { type RealtimeProcess, realtimeProcess } from './realtime-process';

export { expect };

export const PASSWORD = 'belfry-demo';
export type Name = 'admin' | 'ana' | 'ben' | 'carla';

/** What carries the events: the embedded server, or one in a process of its own that Belfry is told of. */
export type Realtime = 'embedded' | 'service';
/** About the embedded server itself: what it shows cannot be so with another service. */
export const EMBEDDED = { tag: '@embedded' };
/** Nothing of it hangs on what carries the events: it is run once, beside the embedded server. */
export const EITHER = { tag: '@either' };
/** It holds a time that a person would notice: run when nothing else is. */
export const TIMED = { tag: '@timed' };
/** About another service itself. */
export const SERVICE = { tag: '@service' };

type Options = {
  realtime: Realtime;
  /** Further settings of this test's own server. */
  variables: Readonly<Record<string, string>>;
};

type Fixtures = {
  /** This test's own realtime process, started; null in the embedded setting. */
  maybeService: RealtimeProcess | null;
  /** The same, for journeys about it. */
  service: RealtimeProcess;
  /** This test's own server, started, with the demo's data. */
  belfry: BelfryProcess;
  /** What a console may say in this test; everything else of level warning or error fails it. */
  expectedConsole: RegExp[];
  /** A new browser window of somebody who is signed in, at `/inbox` unless told otherwise. */
  open: (who: Name, path?: string) => Promise<Page>;
  /** A new browser with nobody signed in. */
  browserOf: (options?: BrowserContextOptions) => Promise<BrowserContext>;
};

export const test = base.extend<Fixtures & Options>({
  realtime: ['embedded', { option: true }],
  variables: [{}, { option: true }],
  maybeService: async ({ realtime }, use) => {
    if (realtime === 'embedded') return use(null);
    const service = realtimeProcess();
    await service.start();
    await use(service);
    await service.stop('SIGKILL');
  },
  service: async ({ maybeService }, use) => {
    if (maybeService === null) throw new Error('This journey is about another service.');
    await use(maybeService);
  },
  belfry: async ({ maybeService, variables }, use) => {
    const belfry = belfryProcess({
      template: process.env.BELFRY_TEMPLATE,
      env: { ...maybeService?.variables, ...variables },
    });
    await belfry.start();
    await use(belfry);
    await belfry.remove();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from this pattern.
  expectedConsole: async ({}, use) => use([]),
  browserOf: async ({ browser, belfry, expectedConsole }, use) => {
    const contexts: BrowserContext[] = [];
    const said: string[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({
        baseURL: belfry.url,
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        ...options,
      });
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()))
          said.push(`${message.type()}: ${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => said.push(`uncaught: ${error.error().message}`));
      contexts.push(context);
      return context;
    });
    for (const context of contexts) await context.close();
    expect(said.filter((line) => !expectedConsole.some((allowed) => allowed.test(line)))).toEqual([]);
  },
  open: async ({ browserOf }, use) => {
    await use(async (who, path = '/inbox') => {
      const context = await browserOf();
      await signIn(context.request, who);
      const page = await context.newPage();
      await page.goto(path);
      await isTakenOver(page);
      return page;
    });
  },
});

/** Signs in through the same endpoint as the form; the form itself has its own journey. */
export async function signIn(request: APIRequestContext, who: Name, password = PASSWORD): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const answer = await request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email: `${who}@belfry.test`, password, json: 'true' },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  const session = await (await request.get('/api/auth/session')).json();
  expect(session.user?.email).toBe(`${who}@belfry.test`);
}

/** React has taken over the header and the page: from then on a key or a click is heard. e2e/early.spec.ts is about before. */
export async function isTakenOver(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#bell, main h1')].every((element) =>
      Object.keys(element).some((key) => key.startsWith('__reactFiber$')),
    ),
  );
}

/** From now on no script of a page gets through, until the function it answers is called. */
export async function holdScripts(page: Page): Promise<() => void> {
  let letGo = () => {};
  const mayGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/*.js*', async (route) => {
    await mayGo;
    await route.continue();
  });
  return letGo;
}

/** Sends JSON as a page of ours would. */
export async function post(request: APIRequestContext, path: string, data: unknown = {}) {
  return request.post(path, { data, headers: { 'Sec-Fetch-Site': 'same-origin' } });
}

/** The bell as a person reads it. */
export function bell(page: Page) {
  const button = page.locator('#bell');
  return {
    async unread(): Promise<number> {
      const label = (await button.getAttribute('aria-label')) ?? '';
      if (!label.startsWith('Notifications')) throw new Error(`The bell says "${label}".`);
      return Number(/(\d+) unread/.exec(label)?.[1] ?? 0);
    },
    open: () => button.click(),
  };
}

/** What opens under the bell. */
export const trayOf = (page: Page) => page.getByRole('dialog', { name: 'Notifications' });
