import type { Locator, Page } from '@playwright/test';
import { href, type Locale, words } from '@/lib/platform/words';

/** "When?": my turn, from a birth date alone. */
export class When {
  readonly #t;

  constructor(
    readonly page: Page,
    readonly language: Locale,
  ) {
    this.#t = words(language, 'when');
  }

  async open(): Promise<void> {
    await this.page.goto(href(this.language, '/when'));
  }

  field(part: 'year' | 'month' | 'day'): Locator {
    return this.page.getByLabel(this.#t(`form.${part}`), { exact: true });
  }

  get submit(): Locator {
    return this.page.getByRole('button', { name: this.#t('form.submit') });
  }

  async ask(birthDate: string): Promise<void> {
    const [year = '', month = '', day = ''] = birthDate.split('-');
    await this.field('year').fill(year);
    await this.field('month').fill(month);
    await this.field('day').fill(day);
    await this.submit.click();
  }

  /** From the answer in the page to the page of the round. */
  get details(): Locator {
    return this.page.getByRole('link', { name: this.#t('result.details') });
  }

  /** On the page of a round that is open. */
  get book(): Locator {
    return this.page.getByRole('main').getByRole('link', { name: this.#t('round.book') });
  }

  noSuchDate = (): string => this.#t('problem.no-such-date');
  wrongTitle = (): string => this.#t('problem.title');
}
