import type { ReactNode } from 'react';

interface TickProps {
  name: string;
  value: string;
  label: ReactNode;
  detail?: ReactNode;
  defaultChecked?: boolean;
}

/** One checkbox in a row of its own, 48 px or higher. */
export function Tick({ label, detail, ...box }: TickProps) {
  return (
    <label className="choice">
      <input type="checkbox" {...box} />
      <span>
        <span>{label}</span>
        {detail && <span className="hint">{detail}</span>}
      </span>
    </label>
  );
}
