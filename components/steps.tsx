/** Where one is in a task of several pages; `current` counts from 0. */
export function Steps({ labels, current }: { labels: string[]; current: number }) {
  return (
    <ol role="list" className="steps no-print">
      {labels.map((label, index) => (
        <li key={label} className={index < current ? 'done' : undefined} aria-current={index === current ? 'step' : undefined}>
          {label}
        </li>
      ))}
    </ol>
  );
}
