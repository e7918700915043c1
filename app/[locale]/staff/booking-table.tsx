import { Button } from '@/components/button';
import { givenAction } from './actions';

/** A line of a list, in words: the table is drawn on the server and in the browser alike. */
export interface Line {
  id: string;
  name: string;
  birthDate: string;
  phone: string;
  dose: string;
  number: string;
  status: string;
  cancelled: boolean;
  /** What can be said of it today: that the person was vaccinated, or that this was a mistake. */
  mark?: {
    label: string;
    about: string;
    fields: Record<string, string>;
    /** The planned lot is used up, or the nurse took another: the page that asks which. */
    other?: { href: string; label: string; about: string };
  };
}

/** What begins at one time. */
export interface Group {
  id: string;
  when: string;
  /** How much of the half hour is taken. */
  load?: string;
  lines: Line[];
}

export interface Heads {
  when: string;
  name: string;
  birthDate: string;
  phone: string;
  dose: string;
  number: string;
  status: string;
  nobody: string;
}

interface BookingTableProps {
  caption: string;
  heads: Heads;
  groups: Group[];
}

export function BookingTable({ caption, heads, groups }: BookingTableProps) {
  return (
    <div className="list-box">
      <table className="dense list">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {(['when', 'name', 'birthDate', 'phone', 'dose', 'number', 'status'] as const).map((column) => (
              <th key={column} scope="col">
                {heads[column]}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <Rows key={group.id} group={group} heads={heads} />
        ))}
      </table>
    </div>
  );
}

function Rows({ group: { when, load, lines }, heads }: { group: Group; heads: Heads }) {
  const head = (
    <th scope="rowgroup" rowSpan={lines.length || 1}>
      {when} {load && <span className="hint">{load}</span>}
    </th>
  );
  if (lines.length === 0) {
    return (
      <tbody className="no-print">
        <tr>
          {head}
          <td colSpan={6} className="hint">
            {heads.nobody}
          </td>
        </tr>
      </tbody>
    );
  }
  return (
    <tbody>
      {lines.map(({ id, name, birthDate, phone, dose, number, status, cancelled, mark }, index) => (
        <tr key={id} className={cancelled ? 'cancelled' : undefined}>
          {index === 0 && head}
          <td className="name">{name}</td>
          <td className="date">{birthDate}</td>
          <td data-label={heads.phone}>{phone}</td>
          <td>{dose}</td>
          <td className="number">{number}</td>
          <td className="status">
            {status}
            {mark && (
              <form action={givenAction} className="no-print">
                {Object.entries({ booking: id, ...mark.fields }).map(([field, value]) => (
                  <input key={field} type="hidden" name={field} value={value} />
                ))}
                <Button variant="secondary" aria-label={mark.about}>
                  {mark.label}
                </Button>
              </form>
            )}
            {mark?.other && (
              <a className="back no-print" href={mark.other.href} aria-label={mark.other.about}>
                {mark.other.label}
              </a>
            )}
          </td>
        </tr>
      ))}
    </tbody>
  );
}
