'use server';

import { redirect } from 'next/navigation';

/** What the framework costs by itself: an action that reads nothing, decides nothing and leads on. */
export async function nothing(_before: null, _form: FormData): Promise<null> {
  redirect('/bench/done');
}
