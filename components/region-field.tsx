export interface RegionOption {
  code: string;
  name: string;
}

interface RegionFieldProps {
  id: string;
  label: string;
  regions: readonly RegionOption[];
  /** What choosing none means; without it one has to be chosen. */
  none?: string;
}

export const RegionField = ({ id, label, regions, none }: RegionFieldProps) => (
  <div className="field">
    <label htmlFor={id}>{label}</label>
    <select className="input" id={id} name="region" required={none === undefined} defaultValue="">
      <option value="">{none}</option>
      {regions.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  </div>
);
