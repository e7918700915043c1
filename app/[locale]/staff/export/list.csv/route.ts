import { NextResponse } from 'next/server';
import { exportedDay } from '@/lib/booking/queries';
import { requireClinic, sameOrigin } from '@/lib/identity/gate';
import { isFresh } from '@/lib/identity/queries';
import { typedReason } from '@/lib/identity/typed';
import { env } from '@/lib/platform/env';
import { allow } from '@/lib/platform/limits';
import { href, isLocale } from '@/lib/platform/words';
import { askedDay } from '../../asked-day';
import type { ExportProblem } from '../asked-export';
import { listCsv } from '../csv';

const reason = typedReason(5);

/** A POST, so that neither a link nor another page can have a list exported. */
export async function POST(request: Request, { params }: RouteContext<'/[locale]/staff/export/list.csv'>): Promise<Response> {
  const { locale } = await params;
  if (!isLocale(locale)) return new NextResponse(null, { status: 404 });
  const refused = (problem: ExportProblem) =>
    NextResponse.redirect(`${env().CHARYE_URL}${href(locale, `/staff/export?problem=${problem}`)}`, 303);
  if (!(await sameOrigin())) return new NextResponse(null, { status: 403 });
  const clinic = await requireClinic(locale, '/staff/export');
  if (!(await isFresh(clinic))) return refused('not-fresh');
  if (!(await allow('search', clinic.sessionId)).ok) return refused('too-often');
  const type = request.headers.get('content-type') ?? '';
  const form = type.startsWith('application/x-www-form-urlencoded') ? await request.formData() : new FormData();
  const date = form.get('date');
  const day = typeof date === 'string' ? askedDay(date) : null;
  const why = reason.safeParse(form.get('reason'));
  if (!day || !why.success) return refused('bad-request');
  const list = await exportedDay(clinic, day, why.data);
  return new Response(listCsv(locale, list), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="charye-${day}.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
