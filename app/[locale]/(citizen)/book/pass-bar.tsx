import { Notice } from '@/components/notice';
import type { PassProof } from '@/lib/line/proof';
import { type Locale, words } from '@/lib/platform/words';
import { extendPassAction, handOverAction, leaveAction } from './actions';
import { Press } from './press';
import { TimeLeft } from './time-left';

export const secondsUntil = (at: Date, now: Date): number => Math.max(0, Math.floor((at.getTime() - now.getTime()) / 1000));
export const eachMinute = (seconds: number, say: (minutes: number) => string): string[] =>
  Array.from({ length: Math.floor(seconds / 60) + 1 }, (_, minutes) => say(minutes));

interface PassBarProps {
  locale: Locale;
  pass: PassProof;
  /** The page that a longer pass leads back to. */
  path: string;
}

/** For whom one is booking, and how long one may. */
export function PassBar({ locale, pass, path }: PassBarProps) {
  const t = words(locale, 'booking');
  const seconds = secondsUntil(pass.expiresAt, pass.now);
  const kept = (
    <>
      <input type="hidden" name="locale" value={locale} />
      <input type="hidden" name="back" value={path} />
    </>
  );
  return (
    <div className="card flow-tight no-print">
      <p>
        {t(pass.relation === 'self' ? 'pass.self' : 'pass.helper', {
          name: pass.relation === 'agent' ? pass.party.map(({ name }) => name).join(', ') : pass.beneficiaryName,
        })}
      </p>
      <TimeLeft
        seconds={seconds}
        words={eachMinute(seconds, (minutes) => t('pass.left', { minutes }))}
        warning={pass.extensionsLeft > 0 ? t('pass.warning') : t('refusal.no-extension')}
        over={t('pass.over')}
        ofPass
      />
      <div className="flex flex-wrap gap-2">
        {pass.extensionsLeft > 0 && (
          <form action={extendPassAction}>
            {kept}
            <Press variant="secondary">{t('pass.extend')}</Press>
          </form>
        )}
        <form action={leaveAction}>
          {kept}
          <Press variant="quiet">{t('pass.leave')}</Press>
        </form>
      </div>
      {pass.wanted && (
        <Notice kind="warning" title={t('pass.wanted')}>
          <p>{t('pass.wantedHint')}</p>
          <form action={handOverAction}>
            {kept}
            <Press variant="secondary">{t('pass.handOver')}</Press>
          </form>
        </Notice>
      )}
    </div>
  );
}
