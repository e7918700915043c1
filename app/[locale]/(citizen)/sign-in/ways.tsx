import { href, type Locale, words } from '@/lib/platform/words';
import { litProviders } from '@/lib/provider/queries';
import { Lamp } from './lamp';
import { StartForm } from './start-form';

/** Everything that can be signed in with, how it fares, and its button. One that fails can't be pressed; the server refuses it, too. */
export function Ways({ locale }: { locale: Locale }) {
  const t = words(locale, 'provider');
  const busy = words(locale, 'identity');
  return litProviders().map((provider) => {
    const name = provider.kind === 'openid' ? provider.name : t(provider.kind);
    return (
      <section key={provider.id} className="flow-tight">
        <StartForm
          action={href(locale, '/sign-in/start')}
          provider={provider.id}
          label={t(provider.verifying ? 'prove' : 'account', { provider: name })}
          closed={provider.light === 'red'}
          secondary={!provider.verifying}
          waiting={busy('signIn.busy.waiting', { seconds: '{seconds}' })}
          now={busy('signIn.busy.now')}
        />
        <Lamp locale={locale} light={provider.light} />
        {!provider.verifying && <p className="hint">{t('accountHint')}</p>}
      </section>
    );
  });
}
