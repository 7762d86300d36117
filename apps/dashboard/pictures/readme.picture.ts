import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { open } from '../e2e/dashboard-test.ts';
import { Stack } from '../e2e/stack.ts';
import { liveThroughMonth, setLimits } from './month.ts';

const IMAGES = fileURLToPath(new URL('../../../docs/images', import.meta.url));
const CLOCK = fileURLToPath(new URL('shifted-clock.mjs', import.meta.url));
const SCHEMES = ['light', 'dark'] as const;

/** A stack that believes it is whatever time the file says. */
async function withStack(work: (stack: Stack, clockFile: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'weighbridge-pictures-'));
  const clockFile = join(dir, 'offset');
  writeFileSync(clockFile, '0');
  const stack = await Stack.start({
    keyInEnvironment: true,
    wrapper: CLOCK,
    environment: { CLOCK_OFFSET_FILE: clockFile },
  });
  try {
    await work(stack, clockFile);
  } finally {
    await stack.stop();
    rmSync(dir, { recursive: true });
  }
}

/** Twenty to four in UTC, today or yesterday: a day that has something to show, whenever the pictures are taken. */
function lastAfternoon(): number {
  const today = new Date().setUTCHours(15, 40, 0, 0);
  return today < Date.now() ? today : today - 86_400_000;
}

async function take(page: Page, name: string): Promise<void> {
  await expect(page.locator('main .animate-breathe')).toHaveCount(0);
  // The rail is as high as the window, so the window is made as high as the page.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: 1280, height });
  await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
}

test('the first page of a new gateway', async ({ page }) => {
  await withStack(async (stack) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open(page, stack);
    await expect(page.getByText('Waiting for the first call')).toBeVisible();
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.screenshot({ path: join(IMAGES, 'first-run.png'), fullPage: true });
  });
});

test('the overview and the Spend page, after a month', async ({ page }) => {
  await withStack(async (stack, clockFile) => {
    const end = lastAfternoon();
    await liveThroughMonth(stack, clockFile, end);
    await page.clock.install({ time: end });
    await setLimits(stack);
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width: 1280, height: 900 });
      await open(page, stack);
      await expect(page.getByRole('list', { name: 'Needs a look' })).toBeVisible();
      await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible();
      await take(page, `overview-${scheme}`);
      await page.setViewportSize({ width: 1280, height: 900 });
      await open(page, stack, '/spend?by=tag');
      await expect(page.locator('.recharts-bar-rectangle').first()).toBeVisible();
      await page.getByRole('region', { name: 'Ledger', exact: true }).evaluate((ledger) => ledger.remove());
      await take(page, `spend-${scheme}`);
    }
  });
});
