'use client';

import { useEffect, useState } from 'react';
import { readPassEnd } from '@/components/pass-end';

interface PassLeftProps {
  /** What to say while this many whole minutes are left, from 0 on. */
  words: string[];
  warning: string;
  to: string;
  label: string;
  hint: string;
}

const warnSeconds = 90;

/** These pages are the same for everybody, so how long a pass still holds is what this browser kept of its own page. */
export function PassLeft({ words, warning, to, label, hint }: PassLeftProps) {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const count = () => {
      const end = readPassEnd();
      setLeft(end === null ? null : (end - Date.now()) / 1000);
    };
    count();
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, []);
  const running = left !== null && left > 0;
  return (
    <div className="card flow-tight no-print">
      {running && <p className="font-bold">{words[Math.min(words.length - 1, Math.floor(left / 60))]}</p>}
      <p role="status" className="text-warning">
        {running && left <= warnSeconds ? warning : ''}
      </p>
      <p className="hint">{hint}</p>
      <p>
        <a href={to}>{label}</a>
      </p>
    </div>
  );
}
