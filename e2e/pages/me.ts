import type { Locator, Page } from '@playwright/test';
import { href, type Locale, words } from '@/lib/platform/words';
import type { Somebody } from '../fixtures/people';

/** "My turn": a card for oneself and one for each person who agreed to be acted for. */
export class Me {
  readonly #t;

  constructor(
    readonly page: Page,
    readonly language: Locale,
  ) {
    this.#t = words(language, 'identity');
  }

  async open(): Promise<void> {
    await this.page.goto(href(this.language, '/me'));
  }

  /** The card of a person. */
  of(person: Somebody): Locator {
    return this.page.locator('.card').filter({ has: this.page.getByRole('heading', { name: person.name }) });
  }

  /** The button of one's own card for a place, or for the way to the line of a place that one has. */
  get takePlace(): Locator {
    return this.page.getByRole('button', { name: this.#t('me.take'), exact: true });
  }

  get toLine(): Locator {
    return this.page.getByRole('button', { name: this.#t('me.toLine'), exact: true });
  }

  /** The card about booking together. */
  get household(): Locator {
    const title = words(this.language, 'household')('title');
    return this.page.locator('.card').filter({ has: this.page.getByRole('heading', { name: title }) });
  }

  takePlaceFor(person: Somebody): Locator {
    return this.page.getByRole('button', { name: this.#t('me.takeFor', { name: person.name }) });
  }

  /** Why there is no place to be had. */
  get refusal(): Locator {
    return this.page.locator('.notice').filter({ hasText: this.#t('me.notNow') });
  }
}
