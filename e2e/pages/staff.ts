import type { Locator, Page } from '@playwright/test';
import { href, type Locale, words } from '@/lib/platform/words';

/** The list of the clinic where one works. */
export class Staff {
  readonly #t;

  constructor(
    readonly page: Page,
    readonly language: Locale,
  ) {
    this.#t = words(language, 'staff');
  }

  async open(day?: string): Promise<void> {
    await this.page.goto(href(this.language, day ? `/staff?date=${day}` : '/staff'));
  }

  get list(): Locator {
    return this.page.getByRole('table', { name: this.#t('table.confirmed') });
  }

  get found(): Locator {
    return this.page.getByRole('table', { name: this.#t('table.found') });
  }

  nothingFound = (asked: string): string => this.#t('search.answer', { asked, count: 0 });

  async search(text: string): Promise<void> {
    await this.page.getByLabel(this.#t('search.label')).fill(text);
    await this.page.getByRole('button', { name: this.#t('search.button'), exact: true }).click();
  }
}
