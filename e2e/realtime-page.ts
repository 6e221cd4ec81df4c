import { expect, type Page } from '@playwright/test';

/** The page about realtime as a person reads it. */
export const figure = (page: Page, name: string) => page.locator(`[data-figure="${name}"] dd`).first();
export const testButton = (page: Page) => page.getByRole('button', { name: 'Test round trip' });
export const result = (page: Page) => page.locator('[data-round-trip]');

export async function figureNumber(page: Page, name: string): Promise<number> {
  return Number((await figure(page, name).textContent())?.replaceAll(',', ''));
}

/** Waits until the page is subscribed: a round trip comes back from then on. The bell hangs on the same line. */
export async function connected(page: Page): Promise<void> {
  await expect(page.locator('#bell[data-live="true"]')).toHaveCount(1, { timeout: 40_000 });
}
