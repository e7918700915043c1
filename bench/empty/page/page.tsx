import { cookies } from 'next/headers';

/** What the framework costs by itself: a page made for each request, with nothing on it. */
export default async function Nothing() {
  await cookies();
  return <p>·</p>;
}
