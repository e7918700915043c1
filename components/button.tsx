import type { ComponentProps } from 'react';

type Variant = 'primary' | 'secondary' | 'danger' | 'quiet';
interface Look {
  variant?: Variant;
  /** 56 or 48 px high. */
  size?: 'large' | 'medium';
}

const look = (variant: Variant, size: 'large' | 'medium', className?: string) =>
  ['button', variant !== 'primary' && `button-${variant}`, size === 'large' && 'button-large', className].filter(Boolean).join(' ');

export function Button({ variant = 'primary', size = 'medium', className, type = 'submit', ...rest }: Look & ComponentProps<'button'>) {
  return <button type={type} className={look(variant, size, className)} {...rest} />;
}

export function ButtonLink({ variant = 'primary', size = 'medium', className, ...rest }: Look & ComponentProps<'a'> & { href: string }) {
  return <a className={look(variant, size, className)} {...rest} />;
}
