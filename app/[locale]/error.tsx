'use client';
// Next wants error boundaries on the client.
import { useParams } from 'next/navigation';
import { Fault } from '@/components/fault';

export default function PageFault({ error }: { error: Error & { digest?: string } }) {
  const { locale } = useParams();
  return <Fault locale={locale === 'en' ? 'en' : 'ko'} id={error.digest} />;
}
