import { expect, stackForFile, test } from './dashboard-test.ts';
import { PASSWORD } from './stack.ts';

const stack = stackForFile();

test('a wrong password is said to be wrong, the right one leads back to where one wanted to go', async ({
  page,
  complaints,
}) => {
  await page.goto(`${stack().url}/audit?action=mode.set`);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('Admin password').fill('not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('That is not the admin password.')).toBeVisible();
  await expect(page.getByLabel('Admin password')).toHaveAttribute('aria-invalid', 'true');
  // The browser itself logs the 401.
  expect(complaints.splice(0).join()).toContain('401');

  await page.getByLabel('Admin password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${stack().url}/audit?action=mode.set`);
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();

  await page.goto(`${stack().url}/sign-in`);
  await expect(page).toHaveURL(`${stack().url}/`);
});

test('the sign-in page says where the password is', async ({ page }) => {
  await page.goto(`${stack().url}/sign-in`);
  await page.getByText('Where is the password?').click();
  await expect(page.getByText('printed it once')).toBeVisible();
  await expect(page.getByText('WEIGHBRIDGE_ADMIN_PASSWORD')).toBeVisible();
});

test('before the page’s script runs, the password can go nowhere', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${stack().url}/sign-in`);
  await page.getByLabel('Admin password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  await expect(page).toHaveURL(`${stack().url}/sign-in`);
  // And should it ever be sent that way, then not in an address.
  await expect(page.locator('form')).toHaveAttribute('method', 'post');
  await context.close();
});

test('another site cannot be reached through the way back', async ({ page }) => {
  await page.goto(`${stack().url}/sign-in?next=//example.invalid/`);
  await page.getByLabel('Admin password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(`${stack().url}/`);
});

test('signing out ends the session, in other tabs as well', async ({ page, context }) => {
  await page.goto(`${stack().url}/sign-in`);
  await page.getByLabel('Admin password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('radio', { name: 'Mock' })).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${stack().url}/budgets`);
  await expect(other.getByRole('heading', { level: 1, name: 'Budgets' })).toBeVisible();

  await page.getByRole('button', { name: 'Theme and sign out' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${stack().url}/sign-in`);
  await expect(other).toHaveURL(/\/sign-in\?next=%2Fbudgets/);
});

test('pages come with headers that keep others out', async ({ request }) => {
  const answer = await request.get(`${stack().url}/sign-in`);
  const headers = answer.headers();
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('same-origin');
  expect(headers['x-powered-by']).toBeUndefined();
});
