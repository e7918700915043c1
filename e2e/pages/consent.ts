import type { Locator, Page } from '@playwright/test';
import { type Locale, words } from '@/lib/platform/words';

/** Asked once, at the first sign-in. */
export class Consent {
  readonly #t;

  constructor(
    readonly page: Page,
    language: Locale,
  ) {
    this.#t = words(language, 'consent');
  }

  get title(): string {
    return this.#t('title');
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  get button(): Locator {
    return this.page.getByRole('button', { name: this.#t('button') });
  }

  get later(): Locator {
    return this.page.getByRole('link', { name: this.#t('later') });
  }

  statistics(): Locator {
    return this.page.getByLabel(this.#t('statistics.v1.title'));
  }

  /** From the refusal of a place. */
  get missing(): Locator {
    return this.page.getByRole('link', { name: this.#t('missing') });
  }
}
