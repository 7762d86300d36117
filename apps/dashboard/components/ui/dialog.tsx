'use client';

import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/class-names.ts';

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

export const overlayClass = 'fixed inset-0 z-40 animate-veil bg-shade backdrop-blur-[2px]';
export const panelClass =
  'fixed z-50 flex max-h-[calc(100dvh-2rem)] animate-rise flex-col overflow-y-auto rounded-plate border bg-plate p-5 shadow-2xl shadow-black/20 inset-x-3 bottom-3 sm:inset-x-auto sm:bottom-auto sm:top-1/2 sm:left-1/2 sm:w-[min(34rem,calc(100vw-2rem))] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:p-6';

interface DialogContentProps extends Omit<ComponentProps<typeof Primitive.Content>, 'title'> {
  title: string;
  description?: ReactNode;
}

/** A dialog that can simply be closed. What changes something for good asks with AlertDialog instead. */
export function DialogContent({ title, description, className, children, ...props }: DialogContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayClass} />
      <Primitive.Content
        className={cn(panelClass, className)}
        {...(description ? {} : { 'aria-describedby': undefined })}
        {...props}
      >
        <Primitive.Title className="wrap-anywhere pr-8 font-semibold text-lg leading-7">
          {title}
        </Primitive.Title>
        {description ? (
          <Primitive.Description className="wrap-anywhere mt-1 text-soft">
            {description}
          </Primitive.Description>
        ) : null}
        <div className="mt-4">{children}</div>
        <Primitive.Close className="absolute top-4 right-4 rounded-md p-1.5 text-soft hover:bg-inset hover:text-ink">
          <X className="size-4" aria-hidden />
          <span className="sr-only">Close</span>
        </Primitive.Close>
      </Primitive.Content>
    </Primitive.Portal>
  );
}

export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}
