'use client';

import { AlertDialog as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/class-names.ts';
import { overlayClass, panelClass } from './dialog.tsx';

export const AlertDialog = Primitive.Root;
export const AlertDialogTrigger = Primitive.Trigger;
export const AlertDialogCancel = Primitive.Cancel;

interface AlertDialogContentProps extends Omit<ComponentProps<typeof Primitive.Content>, 'title'> {
  title: string;
  description: ReactNode;
}

/** Asks before something changes; Esc and Cancel leave everything as it is. */
export function AlertDialogContent({
  title,
  description,
  className,
  children,
  ...props
}: AlertDialogContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClass} />
      <Primitive.Content className={cn(panelClass, className)} {...props}>
        <Primitive.Title className="wrap-anywhere font-semibold text-lg leading-7">{title}</Primitive.Title>
        <Primitive.Description className="wrap-anywhere mt-1 text-soft">{description}</Primitive.Description>
        {children}
      </Primitive.Content>
    </Primitive.Portal>
  );
}
