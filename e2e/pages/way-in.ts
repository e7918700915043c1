import { expect, type Page } from '@playwright/test';
import type { Locale } from '@/lib/platform/words';
import type { Somebody } from '../fixtures/people';
import { keep, session, ticket } from '../fixtures/session';
import type { Round } from '../fixtures/world';
import { Book } from './book';
import { Line } from './line';

/** On the line page, signed in and with a ticket: for journeys that begin there. */
export async function atLine(page: Page, person: Somebody, round: Round, language: Locale = 'ko'): Promise<Line> {
  const signedIn = await session(person);
  await keep(page.context(), [signedIn.cookie, ...(await ticket(person, round, signedIn))]);
  const line = new Line(page, language, round.id);
  await line.open();
  return line;
}

/** Through the gate, by its button. The round must have called the person. */
export async function inside(page: Page, person: Somebody, round: Round, language: Locale = 'ko'): Promise<Book> {
  const line = await atLine(page, person, round, language);
  await line.enter.click();
  const book = new Book(page, language);
  await expect(book.heading).toHaveText(book.regionTitle);
  return book;
}
