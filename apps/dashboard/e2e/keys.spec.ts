import { expect, open, stackForFile, test } from './dashboard-test.ts';

const stack = stackForFile();

test('a key is shown once, works, and is refused once it is revoked', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, stack(), '/keys');
  await page.getByRole('button', { name: 'New project' }).click();
  await page.getByLabel('Name').fill('Search team');
  await page.getByRole('button', { name: 'Create project' }).click();
  const project = page.getByRole('region', { name: 'Search team', exact: true });
  await expect(project).toContainText('search-team');

  await project.getByRole('button', { name: 'New key in Search team' }).click();
  await page.getByLabel('Name').fill('indexer');
  await page.getByRole('button', { name: 'Create key' }).click();
  const dialog = page.getByRole('dialog', { name: 'The key “indexer”' });
  const key = (await dialog.getByTestId('new-key').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Copy key' }).click();
  await expect(dialog.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  // A click beside it must not lose it.
  await page.mouse.click(5, 5);
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  expect(await page.content()).not.toContain(key);

  const row = project.getByRole('row', { name: /indexer/ });
  await expect(row).toContainText('never');
  expect((await stack().embed(key, 'with the new key')).status).toBe(200);
  await expect(row).toContainText('just now');

  await row.getByRole('button', { name: 'Revoke indexer' }).click();
  const asking = page.getByRole('alertdialog', { name: 'Revoke “indexer”?' });
  await expect(asking).toContainText('refused from the next call on');
  await asking.getByRole('button', { name: 'Revoke key' }).click();
  await expect(row).toContainText('revoked');
  expect((await stack().embed(key, 'with the old key')).status).toBe(401);
});

test('a project’s settings are changed', async ({ page }) => {
  await open(page, stack(), '/keys');
  const project = page.getByRole('region', { name: 'Search team', exact: true });
  await project.getByRole('button', { name: 'Edit Search team' }).click();
  await page.getByRole('switch', { name: 'May fall back' }).click();
  const longTexts = page.getByLabel('Texts longer than the model takes');
  await expect(longTexts).toHaveValue('error');
  await longTexts.selectOption('are split and averaged');
  await expect(page.getByText('All of it is paid for, in windows')).toBeVisible();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(project).toContainText('may fall back');
  await expect(project).toContainText('long texts split');
  const projects = await stack().api.projects.list.query();
  expect(projects.find(({ id }) => id === 'search-team')).toMatchObject({
    allowFallback: true,
    tooLong: 'split',
  });
});
