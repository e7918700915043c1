'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/button';
import { chosenMoment, isBusy } from '@/lib/identity/spread';

interface StartFormProps {
  action: string;
  /** Its id. */
  provider: string;
  label: string;
  /** It can't be chosen now. */
  closed: boolean;
  secondary: boolean;
  /** With `{seconds}` in it. */
  waiting: string;
  now: string;
}

/**
 * On the client for one reason: when many come at once the page waits a random part of the published spread by itself.
 * Without script the form is sent at once, and the server says how many seconds to wait.
 */
export function StartForm({ action, provider, label, closed, secondary, waiting, now }: StartFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null);

  useEffect(() => {
    if (secondsLeft === null) return;
    if (secondsLeft <= 0) return form.current?.submit();
    const timer = setTimeout(() => setSecondsLeft(secondsLeft - 1), 1_000);
    return () => clearTimeout(timer);
  }, [secondsLeft]);

  async function spread(event: FormEvent) {
    // A second press while it counts down goes through: the server has the last word anyway.
    if (secondsLeft !== null) return;
    event.preventDefault();
    setSecondsLeft(chosenMoment(await askBusy(), Math.random()));
  }

  return (
    <form ref={form} method="post" action={action} onSubmit={spread}>
      <input type="hidden" name="provider" value={provider} />
      <p role="status">{secondsLeft !== null && secondsLeft > 0 && waiting.replace('{seconds}', String(secondsLeft))}</p>
      <Button size="large" variant={secondary ? 'secondary' : 'primary'} disabled={closed}>
        {secondsLeft !== null && secondsLeft > 0 ? now : label}
      </Button>
    </form>
  );
}

/** No answer in time counts as calm: the server refuses by itself what it can't do. */
async function askBusy(): Promise<number> {
  try {
    const response = await fetch('/sign-in/status.json', { credentials: 'omit', signal: AbortSignal.timeout(2_000) });
    const news: unknown = await response.json();
    return isBusy(news) ? news.seconds : 0;
  } catch {
    return 0;
  }
}
