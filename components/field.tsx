import type { ComponentProps, ReactNode } from 'react';

interface FieldProps extends Omit<ComponentProps<'input'>, 'name'> {
  label: ReactNode;
  name: string;
  hint?: ReactNode;
  error?: ReactNode;
}

export function Field({ label, name, hint, error, id = name, ...rest }: FieldProps) {
  const told = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="error" id={`${id}-error`}>
          {error}
        </span>
      )}
      <input className="input" id={id} name={name} aria-describedby={told || undefined} aria-invalid={error ? true : undefined} {...rest} />
    </div>
  );
}
