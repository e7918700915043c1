import { EmptyForm } from './form';

/** As dynamic as the page of one's turn, and empty. */
export const dynamic = 'force-dynamic';

export default function Empty() {
  return <EmptyForm />;
}
