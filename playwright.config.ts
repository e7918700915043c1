import { defineConfig, devices } from '@playwright/test';

const { CHARYE_URL, CHARYE_CHROMIUM, CHARYE_CHROMIUM_LIBRARIES, CHARYE_CHROMIUM_FONTS } = process.env;
if (!CHARYE_URL) throw new Error('The journeys run against a whole portal: start them with `npm test -- journeys`.');

/** The Chromium of the npm package brings its libraries and fonts along. */
const carried = { ...process.env, LD_LIBRARY_PATH: CHARYE_CHROMIUM_LIBRARIES, FONTCONFIG_PATH: CHARYE_CHROMIUM_FONTS };

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  forbidOnly: true,
  retries: 0,
  // One machine of two cores runs the portal, the database and the browsers.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: CHARYE_URL,
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: CHARYE_CHROMIUM,
      // Root, who runs many a build machine, can't use the sandbox; the pages are our own.
      args: ['--no-sandbox'],
      env: CHARYE_CHROMIUM_LIBRARIES ? carried : undefined,
    },
  },
  projects: [
    { name: 'phone', use: { ...devices['Pixel 5'], viewport: { width: 360, height: 740 } } },
    { name: 'desktop', use: { ...devices['Desktop Chrome'] } },
  ],
});
