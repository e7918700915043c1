'use client';

import { useEffect, useState } from 'react';
import { keepPassEnd } from '@/components/pass-end';

interface TimeLeftProps {
  /** By the database's clock when the page was made; the browser only counts from there. */
  seconds: number;
  /** What to say while this many whole minutes are left, from 0 on. */
  words: string[];
  warning: string;
  over: string;
  /** It is the time of the pass: the public pages show it too, in this browser. */
  ofPass?: boolean;
}

/** WCAG 2.2.1 asks for 20 seconds at least; a slow hand needs more. */
const warnSeconds = 90;

/** Without script the minutes stand as they were when the page was made; with it they are counted, and the end is announced. */
export function TimeLeft({ seconds, words, warning, over, ofPass = false }: TimeLeftProps) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const start = Date.now();
    if (ofPass) keepPassEnd(start + seconds * 1000);
    const count = () => setLeft(seconds - (Date.now() - start) / 1000);
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [seconds, ofPass]);
  const said = words[Math.min(words.length - 1, Math.max(0, Math.floor(left / 60)))];
  const notice = left <= 0 ? over : left <= warnSeconds ? warning : '';
  return (
    <>
      <p className="font-bold">{left <= 0 ? over : said}</p>
      <p role="status" className={left <= 0 ? 'sr-only' : 'text-warning'}>
        {notice}
      </p>
    </>
  );
}
