'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { LinkList } from '@/components/link-list';
import { Notice } from '@/components/notice';
import { readBirthDate } from '@/lib/campaign/birth-date';
import type { Cohort } from '@/lib/campaign/cohort';
import { roundsAhead } from '@/lib/campaign/eligibility';
import { seoulDate } from '@/lib/campaign/seoul';

export interface AskedRound {
  id: string;
  name: string;
  window: string;
  href: string;
  cohort: Cohort;
  opensAt: Date;
  closesAt: Date;
}

export interface AskTexts {
  legend: string;
  hint: string;
  year: string;
  month: string;
  day: string;
  submit: string;
  private: string;
  problems: Record<'no-such-date' | 'date-in-future' | 'date-too-old', string>;
  result: Record<'title' | 'now' | 'later' | 'next' | 'details', string>;
  none: Record<'title' | 'lead' | 'phone', string>;
}

interface Props {
  action: string;
  texts: AskTexts;
  rounds: AskedRound[];
  /** The database's clock when the page was made: the browser's own decides nothing. */
  now: Date;
}

type Answer = { problem: keyof AskTexts['problems'] } | { rounds: AskedRound[] };

const entered = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** Computes the answer in the page, so that the birth date stays on the device. Without script the form asks the server. */
export function BirthDateForm({ action, texts, rounds, now }: Props) {
  const [answer, setAnswer] = useState<Answer>();
  const heard = useRef<HTMLDivElement>(null);
  const problem = answer && 'problem' in answer ? texts.problems[answer.problem] : undefined;

  useEffect(() => {
    if (answer) heard.current?.focus();
  }, [answer]);

  function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = readBirthDate(entered(form, 'year'), entered(form, 'month'), entered(form, 'day'), seoulDate(now));
    setAnswer(read.ok ? { rounds: roundsAhead(rounds, read.birthDate, now) } : { problem: read.code });
  }

  const field = { inputMode: 'numeric', autoComplete: 'off', 'aria-invalid': problem ? true : undefined } as const;
  return (
    <>
      <form method="post" action={action} onSubmit={ask} className="flow">
        <fieldset aria-describedby="birth-hint">
          <legend>{texts.legend}</legend>
          <p className="hint" id="birth-hint">
            {texts.hint}
          </p>
          <div className="flex flex-wrap items-end gap-3 pt-3">
            <div className="w-32">
              <Field label={texts.year} name="year" maxLength={5} {...field} />
            </div>
            <div className="w-20">
              <Field label={texts.month} name="month" maxLength={3} {...field} />
            </div>
            <div className="w-20">
              <Field label={texts.day} name="day" maxLength={3} {...field} />
            </div>
          </div>
        </fieldset>
        <div className="flow-tight">
          <Button size="large">{texts.submit}</Button>
          <p className="hint">{texts.private}</p>
        </div>
      </form>
      {answer && (
        <div ref={heard} tabIndex={-1}>
          {'problem' in answer ? <Notice kind="danger" title={problem} /> : <Turn rounds={answer.rounds} texts={texts} now={now} />}
        </div>
      )}
    </>
  );
}

function Turn({ rounds: [mine, ...later], texts, now }: { rounds: AskedRound[]; texts: AskTexts; now: Date }) {
  if (!mine) {
    return (
      <Notice kind="info" title={texts.none.title}>
        <p>{texts.none.lead}</p>
        <p>{texts.none.phone}</p>
      </Notice>
    );
  }
  return (
    <Card heading={texts.result.title}>
      <p>{mine.name}</p>
      <p className="text-xl font-bold">{mine.window}</p>
      <p>{now >= mine.opensAt ? texts.result.now : texts.result.later}</p>
      <ButtonLink size="large" href={mine.href}>
        {texts.result.details}
      </ButtonLink>
      {later.length > 0 && (
        <>
          <h3>{texts.result.next}</h3>
          <LinkList items={later.map(({ href, name, window }) => ({ href, label: name, detail: window }))} />
        </>
      )}
    </Card>
  );
}
