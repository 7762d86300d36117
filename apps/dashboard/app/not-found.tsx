import Link from 'next/link';
import { Wordmark } from '@/components/brand.tsx';
import { Button } from '@/components/ui/button.tsx';

export default function NotFound() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="max-w-md">
        <Wordmark />
        <p className="mt-8 font-mono text-soft tabular-nums">404</p>
        <h1 className="mt-1 font-semibold text-[26px] tracking-[-0.02em]">There is nothing on this scale</h1>
        <p className="mt-2 text-pretty text-soft">The address is not a page of the dashboard.</p>
        <Button variant="primary" className="mt-5" asChild>
          <Link prefetch={false} href="/">
            Go to the overview
          </Link>
        </Button>
      </div>
    </main>
  );
}
