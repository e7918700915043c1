import { sameOrigin } from '@/lib/identity/gate';
import { chooseAction } from '../actions';

/** The form of the public pages, which are kept and so have no action of their own: what they chose, asked behind the gate. */
export async function POST(request: Request): Promise<Response> {
  // Without a body the proxy does not see it.
  if (!(await sameOrigin())) return new Response(null, { status: 403 });
  const isForm = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)/.test(request.headers.get('content-type') ?? '');
  await chooseAction(isForm ? await request.formData() : new FormData());
  throw new Error('choosing a time always leads somewhere');
}
