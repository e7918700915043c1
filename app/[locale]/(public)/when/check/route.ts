import { readBirthDate } from '@/lib/campaign/birth-date';
import { roundsAhead } from '@/lib/campaign/eligibility';
import { currentCampaign } from '@/lib/campaign/queries';
import { birthDateForm } from '@/lib/campaign/schema';
import { seoulDate } from '@/lib/campaign/seoul';
import { sameOrigin } from '@/lib/identity/gate';
import { href, isLocale, type Locale } from '@/lib/platform/words';

/** Bytes. Three short fields; anything longer is no form of ours and isn't read. */
const longestBody = 500;

/** The form of `/when` without script. The birth date comes in the body and goes no further: only the round is in the address. */
export async function POST(request: Request, { params }: RouteContext<'/[locale]/when/check'>) {
  const { locale } = await params;
  if (!isLocale(locale)) return new Response(null, { status: 404 });
  if (!(await sameOrigin())) return new Response(null, { status: 403 });
  const form = await formOf(request);
  const campaign = await currentCampaign();
  if (!campaign) return seeOther(locale, '/when/none');
  const read = form && readBirthDate(form.year, form.month, form.day, seoulDate(campaign.now));
  if (!read?.ok) return seeOther(locale, '/when/problem');
  const [mine] = roundsAhead(campaign.rounds, read.birthDate, campaign.now);
  return seeOther(locale, mine ? `/when/${mine.id}` : '/when/none');
}

/** A reload of the address that the form posts to. */
export async function GET(_request: Request, { params }: RouteContext<'/[locale]/when/check'>) {
  const { locale } = await params;
  return isLocale(locale) ? seeOther(locale, '/when') : new Response(null, { status: 404 });
}

async function formOf(request: Request) {
  const type = request.headers.get('content-type') ?? '';
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  if (!type.startsWith('application/x-www-form-urlencoded') || !(length <= longestBody)) return undefined;
  return birthDateForm.safeParse(Object.fromEntries(new URLSearchParams(await request.text()))).data;
}

const seeOther = (locale: Locale, path: `/${string}`) =>
  new Response(null, { status: 303, headers: { Location: href(locale, path), 'Cache-Control': 'no-store' } });
