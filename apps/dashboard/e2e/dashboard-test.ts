import { test as base, expect, type Page } from '@playwright/test';
import { Stack, type StackOptions } from './stack.ts';

interface Fixtures {
  /** Whatever the page logs as an error, security policy included; a test that expects some takes it out. */
  complaints: string[];
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** One stack for the tests of a file; they run in order and may build on one another. */
export function stackForFile(options: StackOptions = {}): () => Stack {
  let stack: Stack | undefined;
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(async () => {
    stack = await Stack.start(options);
  });
  test.afterAll(async ({ browserName: _ }, info) => {
    if (info.errors.length > 0 && stack) console.error(stack.gateway.output(), stack.dashboard.output());
    await stack?.stop();
  });
  return () => {
    if (!stack) throw new Error('The stack has not started.');
    return stack;
  };
}

/** Gives the browser an administrator's session, and opens a page once it is live. */
export async function open(page: Page, stack: Stack, path = '/'): Promise<void> {
  const [name = '', value = ''] = (await stack.cookie()).split('=', 2);
  await page.context().addCookies([{ name, value, url: stack.url }]);
  await page.goto(`${stack.url}${path}`);
  await expect(page.getByText('Live', { exact: true }).filter({ visible: true })).toBeVisible();
}
