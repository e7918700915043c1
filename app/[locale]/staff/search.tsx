'use client';

import { type ReactNode, useActionState } from 'react';
import { Button } from '@/components/button';
import { Field } from '@/components/field';
import { Reply } from '@/components/reply';
import { searchAction } from './actions';
import { BookingTable, type Heads } from './booking-table';

interface SearchProps {
  locale: string;
  label: string;
  hint: string;
  button: string;
  caption: string;
  heads: Heads;
  back: { href: string; label: string };
  /** What stands here until something is searched for. */
  children: ReactNode;
}

/** On the client for one reason: what was found takes the place of the list. Without script the page comes back with it. */
export function Search({ locale, label, hint, button, caption, heads, back, children }: SearchProps) {
  const [answer, action, pending] = useActionState(searchAction, null);
  return (
    <>
      {answer?.refused && <Reply again={answer} title={answer.sentence} fields={[{ id: 'asked', label }]} />}
      <form action={action} className="list-form no-print">
        <input type="hidden" name="locale" value={locale} />
        <Field
          label={label}
          hint={hint}
          aria-invalid={answer?.refused || undefined}
          name="asked"
          type="search"
          required
          minLength={2}
          maxLength={40}
          autoComplete="off"
          spellCheck={false}
          // A form of React is emptied when its action is done.
          key={answer?.asked}
          defaultValue={answer?.asked}
        />
        <Button variant="secondary" disabled={pending}>
          {button}
        </Button>
      </form>
      <p role="status">{answer && !answer.refused && answer.sentence}</p>
      {answer && !answer.refused ? (
        <>
          {answer.groups.length > 0 && <BookingTable caption={caption} heads={heads} groups={answer.groups} />}
          <p className="no-print">
            <a href={back.href}>{back.label}</a>
          </p>
        </>
      ) : (
        children
      )}
    </>
  );
}
