'use client';
import { Fault } from '@/components/fault';
import './globals.css';

/** Stands in for the layout itself, which would have told the language: the address does. */
export default function LayoutFault({ error }: { error: Error & { digest?: string } }) {
  const english = typeof location === 'object' && /^\/en(\/|$)/.test(location.pathname);
  return (
    <html lang={english ? 'en' : 'ko'}>
      <body>
        <Fault locale={english ? 'en' : 'ko'} id={error.digest} />
      </body>
    </html>
  );
}
