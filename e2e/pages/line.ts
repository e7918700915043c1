import { expect, type Locator, type Page } from '@playwright/test';
import { href, type Locale, words } from '@/lib/platform/words';

/** The line page of a round. */
export class Line {
  readonly #t;

  constructor(
    readonly page: Page,
    readonly language: Locale,
    readonly roundId: string,
  ) {
    this.#t = words(language, 'line');
  }

  get address(): string {
    return href(this.language, `/line/${this.roundId}`);
  }

  async open(): Promise<void> {
    await this.page.goto(this.address);
  }

  /** How the round stands, as a heading. */
  get state(): Locator {
    return this.page.locator('#state');
  }

  get why(): Locator {
    return this.page.locator('#why');
  }

  /** One's own number, of 10,000. Filled in by the page's script. */
  get place(): Locator {
    return this.page.locator('#place');
  }

  /** Called, late, or not drawn yet. */
  get call(): Locator {
    return this.page.locator('#call');
  }

  get ahead(): Locator {
    return this.page.locator('#ahead');
  }

  get wait(): Locator {
    return this.page.locator('#wait');
  }

  get called(): Locator {
    return this.page.locator('#called');
  }

  get updated(): Locator {
    return this.page.locator('#updated');
  }

  /** What the gate said to the last press. */
  get answer(): Locator {
    return this.page.locator('#answer');
  }

  get enter(): Locator {
    return this.page.getByRole('button', { name: this.#t('enter') });
  }

  /** For browsers without script. */
  get myNumber(): Locator {
    return this.page.getByRole('button', { name: this.#t('number') });
  }

  get getPlace(): Locator {
    return this.page.getByRole('link', { name: this.#t('mine.get') });
  }

  get takeOver(): Locator {
    return this.page.getByRole('button', { name: this.#t('takeOver') });
  }

  /** Enters when called, also in a late line that moves on while one waits. Refusals until then are answers of 409. */
  async enterWhenCalled(): Promise<void> {
    await expect(async () => {
      if (!this.page.url().endsWith(this.address)) await this.open();
      await this.enter.click();
      await this.page.waitForURL(/\/book$/, { timeout: 20_000 });
    }).toPass({ timeout: 180_000 });
  }

  stateWords = (state: 'scheduled' | 'drawn' | 'open' | 'paused' | 'closed' | 'soldOut'): string => this.#t(`state.${state}`);
}
