import type { ReactNode } from 'react';

interface ActFormProps {
  action: (form: FormData) => Promise<void>;
  /** What is sent with the press. */
  fields: Record<string, string>;
  /** The button, and what is said before it. */
  children: ReactNode;
}

/** One press that does one thing, with nothing to fill in. */
export function ActForm({ action, fields, children }: ActFormProps) {
  return (
    <form action={action} className="flow-tight">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}
