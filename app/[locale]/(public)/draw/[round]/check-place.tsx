'use client';

import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/button';
import { checkDraw, type Step, tidyTicketNo } from '@/lib/draw/check';
import type { DrawRecord } from '@/lib/draw/record';

interface Words extends Record<'label' | 'hint' | 'lead' | 'submit' | 'notYet' | 'good' | 'bad' | 'withoutScript', string> {
  computed: string;
  published: string;
  recorded: string;
  used: string;
  place: string;
  steps: Record<Step['name'], Record<string, string>>;
}

interface Check {
  record: DrawRecord;
  words: Words;
  locale: string;
}

const never = () => () => undefined;
const terms = ['computed', 'published', 'recorded', 'used', 'place'] as const;

/** The ticket number that this device keeps for the round; it opens nothing. */
const ownNumber = (round: string): string =>
  document.cookie
    .split('; ')
    .find((pair) => pair.startsWith(`number.${round}=`))
    ?.split('=')[1] ?? '';

/** Works the draw through in the browser, so that nobody has to believe the server. Without script or WebCrypto it points to the command. */
export function CheckPlace(props: Check) {
  // Outside a secure context there is no `crypto.subtle`.
  const able = useSyncExternalStore(
    never,
    () => Boolean(globalThis.crypto?.subtle),
    () => false,
  );
  const { words, record } = props;
  if (!record.seed) return <p>{words.notYet}</p>;
  return able ? <CheckForm {...props} /> : <p>{words.withoutScript}</p>;
}

function CheckForm({ record, words, locale }: Check) {
  const [steps, setSteps] = useState<Step[] | null>(null);
  const check = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = event.currentTarget.elements.namedItem('ticket-number');
    setSteps(input instanceof HTMLInputElement ? await checkDraw(record, tidyTicketNo(input.value)) : null);
  };
  return (
    <form onSubmit={check} className="flow-tight" autoComplete="off">
      <p>{words.lead}</p>
      <div className="field">
        <label htmlFor="ticket-number">{words.label}</label>
        <span className="hint" id="ticket-number-hint">
          {words.hint}
        </span>
        {/* Without a name, so that no browser would ever send it. */}
        <input
          className="input"
          id="ticket-number"
          aria-describedby="ticket-number-hint"
          defaultValue={ownNumber(record.round)}
          autoCapitalize="characters"
          spellCheck={false}
          required
        />
      </div>
      <Button size="large">{words.submit}</Button>
      <div role="status" className="flow-tight">
        {steps && <Outcome steps={steps} words={words} locale={locale} />}
      </div>
    </form>
  );
}

function Outcome({ steps, words, locale }: { steps: Step[]; words: Words; locale: string }) {
  const good = steps.every(({ ok }) => ok);
  const text = (value: string | number | undefined) => (typeof value === 'number' ? value.toLocaleString(locale) : (value ?? ''));
  return (
    <div className={`notice notice-${good ? 'success' : 'danger'} flow-tight`}>
      <strong>{good ? words.good : words.bad}</strong>
      <ol className="flow-tight">
        {steps.map(({ name, ok, code, facts }) => (
          <li key={name}>
            <p>
              <span aria-hidden="true">{ok ? '✓' : '✗'}</span>{' '}
              {(words.steps[name][code] ?? '').replace(/\{(\w+)\}/g, (_, fact: string) => text(facts[fact]))}
            </p>
            {terms.map(
              (term) =>
                facts[term] !== undefined &&
                facts[term] !== '' && (
                  <p key={term} className="hint">
                    {words[term]}: <code>{String(facts[term])}</code>
                  </p>
                ),
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
