import type { ReactNode } from 'react';

interface CardProps {
  heading?: ReactNode;
  level?: 2 | 3 | 4;
  children: ReactNode;
}

export function Card({ heading, level = 2, children }: CardProps) {
  const Heading = `h${level}` as const;
  return (
    <section className="card flow-tight">
      {heading && <Heading>{heading}</Heading>}
      {children}
    </section>
  );
}
