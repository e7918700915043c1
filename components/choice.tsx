import type { ReactNode } from 'react';

interface ChoiceProps {
  name: string;
  value: string;
  label: ReactNode;
  detail?: ReactNode;
  disabled?: boolean;
  defaultChecked?: boolean;
  required?: boolean;
}

/** One radio in a row of its own, 48 px or higher. */
export function Choice({ label, detail, ...radio }: ChoiceProps) {
  return (
    <label className="choice">
      <input type="radio" {...radio} />
      <span>
        <span>{label}</span>
        {detail && <span className="hint">{detail}</span>}
      </span>
    </label>
  );
}

export function ChoiceGroup({ legend, children }: { legend: ReactNode; children: ReactNode }) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}
