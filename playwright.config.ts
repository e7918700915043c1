import { defineConfig } from '@playwright/test';
import type { Locale } from '@/lib/platform/words';

const { CHARYE_URL, CHARYE_CHROMIUM, CHARYE_CHROMIUM_LIBRARIES } = process.env;
if (!CHARYE_URL) throw new Error('The journeys run against a whole portal: start them with `npm test -- journeys`.');

const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const desktop = { viewport: { width: 1280, height: 800 } };

export default defineConfig<{ language: Locale }>({
  testDir: 'e2e',
  outputDir: '.charye-test/journeys',
  globalSetup: './e2e/fixtures/set-up.ts',
  forbidOnly: true,
  retries: 0,
  fullyParallel: true,
  // One machine of two cores runs the portal, the database and the browsers.
  workers: 2,
  // Ten times what a calm machine takes: a slow, shared one of two cores passes too.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  use: {
    baseURL: CHARYE_URL,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    actionTimeout: 60_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: CHARYE_CHROMIUM,
      // Root, who runs many a build machine, can't use the sandbox; the pages are our own.
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
      env: CHARYE_CHROMIUM_LIBRARIES ? { ...process.env, LD_LIBRARY_PATH: CHARYE_CHROMIUM_LIBRARIES } : undefined,
    },
  },
  projects: [
    { name: 'phone', grepInvert: /@without-script/, use: phone },
    // The main journeys again, where people have a large screen, read English, or have no script.
    { name: 'desktop', grep: /@everywhere/, use: { ...desktop, language: 'en' } },
    { name: 'without script', grep: /@everywhere|@without-script/, use: { ...phone, javaScriptEnabled: false } },
  ],
});
