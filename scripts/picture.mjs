// `npm run picture`: takes the picture of the journey in the README, docs/journey.png, from the running portal (`npm start`).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { onPath } from './ground/machine.mjs';
import { explain, Problem, say } from './ground/progress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const origin = process.env.CHARYE_URL ?? `http://localhost:${process.env.PORT || 3000}`;
const people = process.env.CHARYE_PEOPLE_FILE ?? join(root, '.charye/people.json');
const target = join(root, 'docs/journey.png');
const screen = { width: 360, height: 720 };
const bytesMax = 300_000;

try {
  await take();
} catch (error) {
  explain(error);
  process.exit(1);
}

async function take() {
  const person = JSON.parse(readFileSync(people, 'utf8')).find(({ who }) => who === 'open-today');
  if (!person) throw new Problem('Nobody can book right now: see that `npm start` runs, and try again after 20:00 in Seoul.');
  const browser = await chromium.launch({
    executablePath: process.env.CHARYE_CHROMIUM ?? onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: screen, deviceScaleFactor: 2, locale: 'ko-KR', timezoneId: 'Asia/Seoul' });
    const screens = await journey(page, person);
    const picture = await strip(browser, screens);
    if (picture.length > bytesMax) throw new Problem(`The picture has ${picture.length} bytes, more than ${bytesMax}: make it smaller.`);
    writeFileSync(target, picture);
    say(`docs/journey.png: ${Math.round(picture.length / 1000)} kB, from ${origin}`);
  } finally {
    await browser.close();
  }
}

/** The way of somebody whose round is open; the booking is cancelled at the end, so that it can be taken again. */
async function journey(page, { birthDate, index }) {
  const screens = [];
  const shoot = async (caption, top) => {
    if (top) await top.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    const image = await page.screenshot();
    screens.push({ caption, image });
  };
  await page.goto(origin);
  await shoot('누구 차례인가');

  await page.goto(`${origin}/when`);
  const [year, month, day] = birthDate.split('-');
  for (const [name, text] of Object.entries({ year, month, day })) await page.locator(`[name=${name}]`).fill(text);
  await page.locator('main form button').click();
  await page.getByRole('heading', { name: '내 차례' }).waitFor();
  await shoot('생일로 알아보는 내 차례', page.locator('main fieldset'));

  await page.goto(`${origin}/sign-in`);
  await page.locator('main form button').click();
  await page.locator('input[name=citizen]').fill(String(index));
  await page.getByRole('button', { name: '이 사람으로 계속' }).click();
  await page.waitForURL(`${origin}/me`);
  await page.locator('main .card form button').first().click();
  await page.waitForURL('**/line/*');
  await page.getByText('/ 10,000').waitFor();
  await shoot('추첨된 내 번호와 줄');

  const line = page.url();
  while (!page.url().endsWith('/book')) {
    if (page.url() !== line) await page.goto(line);
    await page.locator('#enter button').click();
    await page.waitForURL('**/book', { timeout: 5_000 }).catch(() => undefined);
  }
  await page.getByRole('main').getByRole('link', { name: '서울특별시' }).first().click();
  await page.getByRole('main').getByRole('link', { name: '종로구' }).first().click();
  await page.waitForURL('**/11/*');
  await page.locator('main .card h2 a, main .card h3 a').first().click();
  await page.waitForURL('**/clinic/*');
  // The last day: it can still be cancelled.
  await page.locator('main .links a').last().click();
  await page.waitForURL('**/clinic/*/*');
  await page.locator('main input[type=radio]:enabled').nth(1).check();
  await shoot('병·의원과 시간 고르기', page.locator('main fieldset'));

  await page.getByRole('button', { name: '이 시간 잡아 두기' }).click();
  await page.getByRole('button', { name: '예약하기', exact: true }).click();
  await page.getByRole('heading', { name: '예약이 완료되었습니다' }).waitFor();
  await shoot('예약 완료', page.locator('main h1'));

  await page.getByRole('link', { name: '예약 취소하기' }).click();
  await page.getByRole('button', { name: '네, 취소합니다' }).click();
  await page.getByRole('heading', { name: '취소된 예약이에요' }).waitFor();
  return screens;
}

/** The screens beside each other, each with what it shows. */
async function strip(browser, screens) {
  const page = await browser.newPage({ viewport: { width: 1500, height: 700 } });
  const figures = screens.map(
    ({ caption, image }, index) =>
      `<figure><figcaption>${index + 1}. ${caption}</figcaption><img src="data:image/png;base64,${image.toString('base64')}"></figure>`,
  );
  await page.setContent(`<!doctype html><html lang="ko"><style>
    body { margin: 0; display: flex; gap: 16px; padding: 16px; background: #f4f5f6; width: max-content; font: 700 17px sans-serif; color: #1e2124 }
    figure { margin: 0 } figcaption { margin-bottom: 8px } img { width: 270px; border: 1px solid #b1b8be; border-radius: 12px; display: block }
  </style>${figures.join('')}`);
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  return await page.locator('body').screenshot({ type: 'png' });
}
