import type { Locator, Page } from '@playwright/test';
import { href, type Locale, words } from '@/lib/platform/words';
import type { Somebody } from '../fixtures/people';

/** The list of bookings, and the page of one. */
export class Bookings {
  readonly #t;

  constructor(
    readonly page: Page,
    readonly language: Locale,
  ) {
    this.#t = words(language, 'booking');
  }

  async open(): Promise<void> {
    await this.page.goto(href(this.language, '/bookings'));
  }

  /** The bookings of one person in the list. */
  of(person: Somebody): Locator {
    return this.page
      .locator('section')
      .filter({ has: this.page.getByRole('heading', { name: this.#t('list.of', { name: person.name }) }) });
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  /** The value beside a term of the details. */
  fact(term: 'check.when' | 'check.where' | 'check.who' | 'booking.number' | 'booking.by'): Locator {
    return this.page
      .locator('dl div')
      .filter({ has: this.page.getByText(this.#t(term), { exact: true }) })
      .locator('dd');
  }

  get calendar(): Locator {
    return this.page.getByRole('link', { name: this.#t('booking.calendar') });
  }

  get cancel(): Locator {
    return this.page.getByRole('link', { name: this.#t('booking.cancel') });
  }

  get reallyCancel(): Locator {
    return this.page.getByRole('button', { name: this.#t('cancel.yes') });
  }

  doneWords = (): string => this.#t('booking.done');
  cancelledWords = (): string => this.#t('booking.cancelled');
}
