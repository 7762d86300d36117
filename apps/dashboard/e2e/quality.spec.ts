import { expect, open, stackForFile, test } from './dashboard-test.ts';

const stack = stackForFile({ keyInEnvironment: true });

test('a vector that fails inspection appears with what to do, and is never answered', async ({ page }) => {
  await stack().api.providers.setMode.mutate({ mode: 'real' });
  const key = await stack().createKey('caller');
  await stack().embed(key, 'a sound one first');
  await open(page, stack(), '/quality');
  await expect(page.getByText('No vector has failed inspection')).toBeVisible();
  await expect(page.getByRole('img', { name: 'Pass rate: 100%' })).toBeVisible();

  // Wrong twice: what fails is retried once.
  stack().stub.faults.next('nan', { times: 2 });
  const answer = await stack().embed(key, 'a text that comes back broken');
  expect(answer.status).toBe(502);
  expect(answer.body.data).toBeUndefined();

  const findings = page.getByRole('region', { name: 'Findings', exact: true });
  await expect(findings.getByRole('listitem')).not.toHaveCount(0);
  const { items } = await stack().api.quality.failures.query({ limit: 1 });
  const latest = items[0];
  if (!latest) throw new Error('Nothing was recorded.');
  await expect(findings.getByRole('listitem').first()).toContainText(latest.code);
  await findings.getByRole('listitem').first().getByText(latest.message).click();
  const details = findings.getByRole('listitem').first();
  await expect(details.getByText(latest.recommendation)).toBeVisible();
  await expect(details.getByText(latest.correlationId)).toBeVisible();
  await expect(page.getByRole('img', { name: /Pass rate: \d/ })).not.toHaveAccessibleName('Pass rate: 100%');
});

test('findings can be narrowed to one code, in the address as well', async ({ page }) => {
  const key = await stack().createKey('second caller');
  stack().stub.faults.next('zero_vector', { times: 2 });
  await stack().embed(key, 'a text that comes back empty');
  const { byCode } = await stack().api.quality.summary.query({ hours: 24 });
  const [one] = byCode;
  expect(byCode.length).toBeGreaterThan(1);
  if (!one) throw new Error('Nothing was counted.');
  await open(page, stack(), '/quality');
  await page
    .getByRole('region', { name: 'Findings by code' })
    .getByRole('button', { name: one.code })
    .click();
  await expect(page).toHaveURL(new RegExp(`code=${one.code}`));
  const findings = page.getByRole('region', { name: 'Findings', exact: true });
  // The call and its retry found it on the same input: one line that says so.
  expect(one.count).toBe(2);
  await expect(findings.getByRole('listitem')).toHaveCount(1);
  await expect(findings.getByRole('listitem')).toContainText('input 0');
  await findings.getByRole('listitem').click();
  await expect(findings.getByText('2 times, retries included')).toBeVisible();
  for (const item of await findings.getByRole('listitem').all()) await expect(item).toContainText(one.code);
  await findings.getByRole('button', { name: `Only ${one.code}` }).click();
  await expect(page).not.toHaveURL(/code=/);
});

test('the overview shows the latest findings', async ({ page }) => {
  await open(page, stack());
  const { items } = await stack().api.quality.failures.query({ limit: 1 });
  await expect(page.getByRole('region', { name: 'Latest findings' })).toContainText(items[0]?.message ?? '');
  await page.getByRole('link', { name: 'All findings' }).click();
  await expect(page).toHaveURL(/\/quality/);
});

test('a query that fails says so in its place, and can be tried again', async ({ page, complaints }) => {
  await open(page, stack(), '/quality');
  const message =
    'Something went wrong inside the gateway. Its log has the details under correlation id c-42.';
  const error = {
    message,
    code: -32603,
    data: {
      code: 'INTERNAL_SERVER_ERROR',
      httpStatus: 500,
      weighbridge: { code: 'INTERNAL', correlationId: 'c-42' },
    },
  };
  await page.route('**/api/trpc/*168*', (route) => route.fulfill({ status: 500, json: { error } }));
  await page.getByRole('radio', { name: '7 days' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'The quality could not be loaded.' });
  await expect(alert).toContainText(message);
  await expect(alert).toContainText('INTERNAL, c-42');
  // The rest of the page goes on.
  await expect(page.getByRole('region', { name: 'Findings', exact: true })).toBeVisible();
  await page.unroute('**/api/trpc/*168*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('region', { name: 'Pass rate' })).toBeVisible();
  await expect(alert).toBeHidden();
  expect(complaints.splice(0).join()).toContain('500');
});
