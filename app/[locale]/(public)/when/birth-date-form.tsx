'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, ButtonLink } from '@/components/button';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { LinkList } from '@/components/link-list';
import { Notice } from '@/components/notice';
import { Reply } from '@/components/reply';
import { readBirthDate } from '@/lib/campaign/birth-date';
import type { Cohort } from '@/lib/campaign/cohort';
import { roundsAhead } from '@/lib/campaign/eligibility';
import type { RoundPhase } from '@/lib/campaign/round';
import { seoulDate } from '@/lib/campaign/seoul';

export interface AskedRound {
  id: string;
  name: string;
  window: string;
  /** How far it is: `texts.phases` has the sentence. */
  phase: RoundPhase | 'cancelled';
  /** Who may book in it, a sentence for each condition. */
  rules: string[];
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
  phases: Record<RoundPhase | 'cancelled', string>;
  result: Record<'title' | 'next' | 'details', string>;
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
    if (answer && 'rounds' in answer) heard.current?.focus();
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
        <fieldset aria-describedby={problem ? 'birth-hint birth-problem' : 'birth-hint'}>
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
        <div ref={heard} tabIndex={-1} id={problem && 'birth-problem'}>
          {'problem' in answer ? (
            <Reply again={answer} title={problem} fields={(['year', 'month', 'day'] as const).map((id) => ({ id, label: texts[id] }))} />
          ) : (
            <Turn rounds={answer.rounds} texts={texts} />
          )}
        </div>
      )}
    </>
  );
}

/** More chances than these only confuse. */
const chancesShown = 3;

function Turn({ rounds: [mine, ...later], texts }: { rounds: AskedRound[]; texts: AskTexts }) {
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
      <p className="text-xl font-bold">{mine.window}</p>
      <p>{texts.phases[mine.phase]}</p>
      <p className="hint">
        {mine.name}: {mine.rules.join(' · ')}
      </p>
      <ButtonLink size="large" href={mine.href}>
        {texts.result.details}
      </ButtonLink>
      {later.length > 0 && (
        <>
          <h3>{texts.result.next}</h3>
          <LinkList items={later.slice(0, chancesShown).map(({ href, name, window }) => ({ href, label: name, detail: window }))} />
        </>
      )}
    </Card>
  );
}
