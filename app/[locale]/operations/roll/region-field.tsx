export interface RegionOption {
  code: string;
  name: string;
}

export function RegionField({ id, label, regions }: { id: string; label: string; regions: RegionOption[] }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select className="input" id={id} name="region" required defaultValue="">
        <option value="" />
        {regions.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
