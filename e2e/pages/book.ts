import { expect, type Locator, type Page } from '@playwright/test';
import { seoulInstant } from '@/lib/campaign/seoul';
import { dayWords, timeWords } from '@/lib/campaign/window-words';
import { href, type Locale, words } from '@/lib/platform/words';
import type { Clinic } from '../fixtures/world';

/** The pages behind the gate, from the region to the check. */
export class Book {
  readonly #t;

  constructor(
    readonly page: Page,
    readonly language: Locale,
  ) {
    this.#t = words(language, 'booking');
  }

  async open(): Promise<void> {
    await this.page.goto(href(this.language, '/book'));
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get regionTitle(): string {
    return this.#t('region.title');
  }

  /** A row of a list of links, whose label stands before how many places there are. */
  row(label: string): Locator {
    return this.page.getByRole('main').getByRole('link', { name: label }).first();
  }

  clinicLink(name: string): Locator {
    return this.page.getByRole('heading', { name }).getByRole('link');
  }

  time(at: Date): Locator {
    const label = this.page.getByText(timeWords(this.language, at), { exact: true });
    return this.page.locator('label').filter({ has: label }).getByRole('radio');
  }

  get hold(): Locator {
    return this.page.getByRole('button', { name: this.#t('times.hold') });
  }

  get confirm(): Locator {
    return this.page.getByRole('button', { name: this.#t('check.confirm'), exact: true });
  }

  get extend(): Locator {
    return this.page.getByRole('button', { name: this.#t('pass.extend') });
  }

  get leave(): Locator {
    return this.page.getByRole('button', { name: this.#t('pass.leave') });
  }

  get handOver(): Locator {
    return this.page.getByRole('button', { name: this.#t('pass.handOver') });
  }

  /** Why the last form was refused. */
  get refusal(): Locator {
    return this.page.locator('.notice-danger');
  }

  refusalWords = (code: 'slot-full' | 'too-many' | 'already-booked'): string => this.#t(`refusal.${code}`);

  /** For whoever lost a race: the button of another half hour of the day. */
  holdNearby(at: Date): Locator {
    return this.page.getByRole('button', { name: this.#t('nearby.hold', { time: timeWords(this.language, at) }) });
  }

  dayRow(day: string, now: Date): Locator {
    return this.row(dayWords(this.language, seoulInstant(day, '12:00'), now));
  }

  async openTimes(clinic: Clinic): Promise<void> {
    await this.page.goto(href(this.language, `/book/clinic/${clinic.id}/${clinic.day}`));
  }

  /** Lists are kept for some seconds: a region or clinic made a moment ago may not stand in one yet. */
  async untilListed(link: Locator): Promise<void> {
    await expect(async () => {
      if ((await link.count()) === 0) await this.page.reload();
      await expect(link).toBeVisible({ timeout: 1_000 });
    }).toPass();
  }

  /** From the first page behind the gate to the check, at a clinic of the test's own; `look` sees each page on the way. */
  async choose(clinic: Clinic, time: string, now: Date, look: (page: Page) => Promise<void> = async () => undefined): Promise<void> {
    const name = (ko: string, en: string) => (this.language === 'ko' ? ko : en);
    await look(this.page);
    const steps = [
      [this.row(name('서울특별시', 'Seoul')), '/11'],
      [this.row(name(clinic.regionKo, clinic.regionEn)), `/11/${clinic.regionCode}`],
      [this.clinicLink(name(clinic.nameKo, clinic.nameEn)), `/clinic/${clinic.id}`],
      [this.dayRow(clinic.day, now), `/clinic/${clinic.id}/${clinic.day}`],
    ] as const;
    for (const [link, path] of steps) {
      await this.untilListed(link);
      await link.click();
      await expect(this.page).toHaveURL(new RegExp(`${href(this.language, '/supply')}/[a-z0-9-]+${path}$`));
      await look(this.page);
    }
    await this.time(seoulInstant(clinic.day, time)).check();
    await this.hold.click();
    await this.confirm.waitFor();
    await look(this.page);
  }
}
