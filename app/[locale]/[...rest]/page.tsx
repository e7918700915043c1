import { notFound } from 'next/navigation';

/** Every address of a language that no page has: answered in that language. */
export default function Unknown() {
  notFound();
}
