import type { RoundView } from '@/lib/campaign/queries';
import { windowWords } from '@/lib/campaign/window-words';
import type { RoundFigures } from '@/lib/line/queries';
import { href, type Locale, words } from '@/lib/platform/words';
import { nameIn } from '@/lib/supply/naming';
import { mayPause, mayResume, type RoundState, type Section } from './overview';

export interface Watched {
  round: RoundView;
  figures: RoundFigures;
  state: RoundState;
}

type Figure = 'tickets' | 'seats' | 'front' | 'late' | 'held' | 'confirmed';

/** Nobody is called, and nobody sits, before the opening and after the close. */
const figuresOf: Record<Section, readonly Figure[]> = {
  now: ['seats', 'front', 'late', 'tickets', 'held', 'confirmed'],
  ahead: ['tickets'],
  over: ['tickets', 'confirmed'],
};

interface RoundTableProps {
  locale: Locale;
  section: Section;
  rounds: Watched[];
  now: Date;
}

export function RoundTable({ locale, section, rounds, now }: RoundTableProps) {
  const t = words(locale, 'operations');
  const columns = figuresOf[section];
  const caption = t(`table.${section}`);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a narrow screen must do so by keyboard, too
    <section className="wide" aria-label={`${caption}: ${t('table.scroll')}`} tabIndex={0}>
      <table className="dense rounds">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.round')}</th>
            <th scope="col">{t('table.state')}</th>
            {section !== 'over' && <th scope="col">{t('table.change')}</th>}
            {columns.map((column) => (
              <th key={column} scope="col" className="figure">
                {t(`table.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rounds.map(({ round, figures, state }) => (
            <tr key={round.id}>
              <th scope="row">
                {nameIn(locale, round)}
                <span className="hint">
                  {t(`order.${round.lineOrder}`)} · {t(round.helpersAllowed ? 'helpers.yes' : 'helpers.no')} ·{' '}
                  {windowWords(locale, round, now)}
                </span>
              </th>
              <td>
                <span className={`state state-${state}`}>{t(`state.${state}`)}</span>
                {round.pausedAt && state !== 'closed' && <span className="hint">{round.pauseReason}</span>}
              </td>
              {section !== 'over' && (
                <td>
                  <ChangeLink locale={locale} round={round} state={state} />
                </td>
              )}
              {columns.map((column) => (
                <td key={column} className="figure">
                  {figureWords(locale, column, round, figures)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function figureWords(locale: Locale, figure: Figure, round: RoundView, figures: RoundFigures): string {
  const t = words(locale, 'operations');
  switch (figure) {
    case 'seats':
      return t('ratio', { used: figures.seatsInUse, all: round.seatCount });
    case 'front':
      return round.lineOrder === 'drawn' ? t('percent', { value: figures.front }) : t('noFront');
    case 'late':
      return t('number', { value: figures.lateWaiting });
    default:
      return t('number', { value: figures[figure] });
  }
}

function ChangeLink({ locale, round, state }: { locale: Locale; round: RoundView; state: RoundState }) {
  const t = words(locale, 'operations');
  const action = mayPause(state) ? t('pauseLink') : mayResume(state) ? t('resumeLink') : null;
  if (!action) return null;
  return (
    <a href={href(locale, `/operations/${round.id}`)} aria-label={t('ofRound', { action, round: nameIn(locale, round) })}>
      {action}
    </a>
  );
}
