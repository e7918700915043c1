import type { ReactNode } from 'react';

export function LinkList({ items }: { items: { href: string; label: ReactNode; detail?: ReactNode }[] }) {
  return (
    // Safari drops the meaning of a list that shows no markers, unless it is said.
    <ul role="list" className="links">
      {items.map(({ href, label, detail }) => (
        <li key={href}>
          <a href={href}>
            <span>{label}</span>
            {detail && <span className="hint">{detail}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}
