import type { Page } from '@playwright/test'

/** Lets the page come from a host of files, whose server has no till in it and reaches no device. */
export async function onStaticHost(page: Page): Promise<void> {
  await page.route('/agent/**', route => route.fulfill({ status: 404, body: 'Not found' }))
}
