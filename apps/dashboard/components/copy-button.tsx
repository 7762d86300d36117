'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button.tsx';

interface CopyButtonProps {
  text: string;
  label?: string;
  /** As the main thing to do in a dialog. */
  prominent?: boolean;
  /** Its label is only read out where the screen is narrow. */
  compact?: boolean;
}

/** Copies a text; says so in place and to screen readers. */
export function CopyButton({ text, label = 'Copy', prominent = false, compact = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Browsers give the clipboard to secure origins only, such as https or this machine.
      toast.error('The browser did not allow copying. Select the text and copy it by hand.');
    }
  };
  return (
    <Button size={prominent ? 'md' : 'sm'} variant={prominent ? 'primary' : 'outline'} onClick={copy}>
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite" className={compact ? 'max-sm:sr-only' : undefined}>
        {copied ? 'Copied' : label}
      </span>
    </Button>
  );
}
