'use client';

import { type ReactNode, useEffect, useRef } from 'react';

interface ReplyProps {
  /** A refusal, unless told otherwise. */
  kind?: 'danger' | 'success' | 'info';
  title: ReactNode;
  children?: ReactNode;
  /** Where what is wrong was typed: links that lead into the fields. */
  fields?: { id: string; label: ReactNode }[];
  /** Another value for each answer, so that the same one is heard each time. */
  again?: unknown;
}

/**
 * What a form is answered, above all why it was refused. On the client for one reason: the focus moves here when the answer
 * comes without a new page. With one, and without script, the browser does it by itself.
 */
export function Reply({ kind = 'danger', title, children, fields = [], again }: ReplyProps) {
  const heard = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is heard, also when it says the same
  useEffect(() => heard.current?.focus(), [again]);
  return (
    // biome-ignore lint/a11y/noAutofocus: it stands only where a form is answered, and says what to do next
    <div ref={heard} tabIndex={-1} autoFocus role={kind === 'danger' ? 'alert' : undefined} className={`notice notice-${kind} flow-tight`}>
      <strong>{title}</strong>
      {children && <div className="flow-tight">{children}</div>}
      {fields.length > 0 && (
        <ul>
          {fields.map(({ id, label }) => (
            <li key={id}>
              <a className="into" href={`#${id}`}>
                {label}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
