import type { Page } from '@playwright/test';
import { expect, open, stackForFile, test } from './dashboard-test.ts';

const stack = stackForFile({ keyInEnvironment: true });

const option = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Mode' }).getByRole('radio', { name });

test('the toggle asks first, says what will change, and leaves everything as it is when one declines', async ({
  page,
}) => {
  await open(page, stack());
  await expect(option(page, 'Mock')).toBeChecked();
  await option(page, 'Real').click();
  const dialog = page.getByRole('alertdialog', { name: 'Switch from Mock to Real?' });
  await expect(dialog).toContainText('Calls begin to spend real money');
  await expect(dialog).toContainText('No budget is set');
  await expect(dialog).toContainText('pinned to mock/text-embedding-3-small/1536 will refuse');
  await expect(dialog).toContainText('on the next call');
  await expect(dialog).toContainText('kept across restarts and written to the audit log');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(option(page, 'Real')).toBeFocused();
  await expect(option(page, 'Mock')).toBeChecked();
  expect((await stack().api.providers.status.query()).mode).toBe('mock');
});

test('a switch acts on the next call, colours the shell, and stands in the audit log with its reason', async ({
  page,
}) => {
  const { api } = stack();
  const before = await api.embeddings.embed.mutate({ inputs: ['one text'], project: 'default' });
  expect(before).toMatchObject({ mode: 'mock', provider: 'mock', costNanoUsd: '0' });
  expect(stack().stub.stats().billedRequests).toBe(0);

  await open(page, stack());
  await option(page, 'Real').click();
  await page.getByLabel('Reason').fill('Rebuild of the search index');
  await page.getByRole('button', { name: 'Switch to Real' }).click();
  await expect(option(page, 'Real')).toBeChecked();
  await expect(page.getByText('Real is in force from the next call on.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Mode: Real, spending money' }).first()).toBeVisible();
  await expect(page.locator('[data-mode="real"]').first()).toBeAttached();

  const after = await api.embeddings.embed.mutate({ inputs: ['one text'], project: 'default' });
  expect(after).toMatchObject({ mode: 'real', provider: 'openai', cachedInputs: 0 });
  expect(after.space).not.toBe(before.space);
  expect(stack().stub.stats().billedRequests).toBe(1);

  // A job that was pinned to the mock's space stops instead of mixing vectors.
  await expect(
    api.embeddings.embed.mutate({ inputs: ['the next chunk'], project: 'default', space: before.space }),
  ).rejects.toMatchObject({ data: { weighbridge: { code: 'SPACE_MISMATCH' } } });

  await page.getByRole('link', { name: 'Audit' }).click();
  const line = page.getByRole('listitem').filter({ hasText: 'Mode switched' });
  await expect(line).toContainText(/mock\s*to\s*real/);
  await expect(line).toContainText('“Rebuild of the search index”');
  await expect(line).toContainText('admin');
});

test('the toggle survives a restart of both processes, and the session with it', async ({
  page,
  complaints,
}) => {
  await open(page, stack());
  await expect(option(page, 'Real')).toBeChecked();
  await stack().restart();
  // The open page finds its way back by itself.
  await expect(page.getByText('Live', { exact: true }).filter({ visible: true })).toBeVisible({
    timeout: 15_000,
  });
  await page.reload();
  await expect(option(page, 'Real')).toBeChecked();
  const answer = await stack().api.embeddings.embed.mutate({ inputs: ['after restart'], project: 'default' });
  expect(answer.mode).toBe('real');
  // While both were away the browser logged connections that were refused.
  complaints.splice(0);
});

test('a switch made elsewhere shows without reloading', async ({ page }) => {
  await open(page, stack());
  await expect(option(page, 'Real')).toBeChecked();
  await stack().api.providers.setMode.mutate({ mode: 'mock', reason: 'From the command line' });
  await expect(option(page, 'Mock')).toBeChecked({ timeout: 2000 });
  await expect(page.getByRole('link', { name: 'Mode: Mock, nothing is spent' }).first()).toBeVisible();
});

test('who switched last, when and why stands beside the toggle, and leads to the audit log', async ({
  page,
}) => {
  await open(page, stack());
  const panel = page.getByRole('region', { name: /Mock/ });
  await expect(panel).toContainText(/Switched (just now|\d+ (s|min) ago) by admin: “From the command line”/);
  await panel.getByRole('link', { name: 'Switched' }).click();
  await expect(page).toHaveURL(/\/audit\?action=mode\.set$/);
});

test('a switch that was made elsewhere while one is asked is not asked about any more', async ({ page }) => {
  await open(page, stack());
  await option(page, 'Real').click();
  await expect(page.getByRole('alertdialog', { name: 'Switch from Mock to Real?' })).toBeVisible();
  await stack().api.providers.setMode.mutate({ mode: 'real' });
  const told = page.getByRole('alertdialog', { name: 'Real is already in force' });
  await expect(told).toBeVisible();
  await expect(told.getByRole('button')).toHaveCount(1);
  await told.getByRole('button', { name: 'Close' }).click();
  await expect(option(page, 'Real')).toBeFocused();
  await expect(option(page, 'Real')).toBeChecked();
  await stack().api.providers.setMode.mutate({ mode: 'mock' });
  await expect(option(page, 'Mock')).toBeChecked();
});

test('the whole switch works by keyboard alone', async ({ page }) => {
  await open(page, stack());
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(option(page, 'Mock')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(option(page, 'Real')).toBeFocused();
  // Moving along does not choose.
  await expect(option(page, 'Mock')).toBeChecked();
  await page.keyboard.press('Space');
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toBeVisible();
  // Focus stays within: from the last control it comes round to the first.
  const stay = dialog.getByRole('button', { name: 'Stay with Mock' });
  await expect(stay).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Switch to Real' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await page.keyboard.type('By hand');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(option(page, 'Real')).toBeChecked();
  await expect(option(page, 'Real')).toBeFocused();
  expect((await stack().api.audit.list.query({ limit: 1 })).items[0]).toMatchObject({
    action: 'mode.set',
    from: 'mock',
    to: 'real',
    reason: 'By hand',
  });
});
