import { redirect } from 'next/navigation';
import { backTo } from '@/lib/booking/remark';
import { sameOrigin } from '@/lib/identity/gate';
import { isStarved } from '@/lib/platform/database';
import { href, isLocale } from '@/lib/platform/words';
import { chooseAction } from '../actions';

/** The form of the public pages, which are kept and so have no action of their own: what they chose, asked behind the gate. */
export async function POST(request: Request): Promise<Response> {
  // Without a body the proxy does not see it.
  if (!(await sameOrigin())) return new Response(null, { status: 403 });
  const isForm = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)/.test(request.headers.get('content-type') ?? '');
  const form = isForm ? await request.formData() : new FormData();
  try {
    await chooseAction(form);
  } catch (fault) {
    if (!isStarved(fault)) throw fault;
    const named = String(form.get('locale'));
    redirect(`${href(isLocale(named) ? named : 'ko', backTo(String(form.get('back'))))}?remark=too-busy`);
  }
  throw new Error('choosing a time always leads somewhere');
}
