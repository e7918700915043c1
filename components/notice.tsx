import type { ReactNode } from 'react';

interface NoticeProps {
  kind: 'info' | 'success' | 'warning' | 'danger';
  title?: ReactNode;
  children?: ReactNode;
}

/** The kind shows as a colour only: say in the title what happened. */
export function Notice({ kind, title, children }: NoticeProps) {
  return (
    <div className={`notice notice-${kind} flow-tight`} role={kind === 'danger' ? 'alert' : undefined}>
      {title && <strong>{title}</strong>}
      {children && <div className="flow-tight">{children}</div>}
    </div>
  );
}
