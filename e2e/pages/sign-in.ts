import type { Page } from '@playwright/test';
import { href, type Locale, words } from '@/lib/platform/words';
import type { Somebody } from '../fixtures/people';

/** The sign-in page, and the pages of the made-up provider behind it. */
export class SignIn {
  constructor(
    readonly page: Page,
    readonly language: Locale,
  ) {}

  get button() {
    const name = words(this.language, 'provider')('prove', { provider: '간편인증' });
    return this.page.getByRole('button', { name });
  }

  async open(): Promise<void> {
    await this.page.goto(href(this.language, '/sign-in'));
  }

  /** From the sign-in page, through the provider, to wherever it leads. */
  async go(person: Somebody): Promise<void> {
    await this.button.click();
    await this.page.getByLabel('시민 번호').fill(String(person.index));
    await this.page.getByRole('button', { name: '이 사람으로 계속' }).click();
    await this.page.waitForURL((url) => url.href.startsWith(String(process.env.CHARYE_URL)));
  }

  async as(person: Somebody): Promise<void> {
    await this.open();
    await this.go(person);
  }
}
