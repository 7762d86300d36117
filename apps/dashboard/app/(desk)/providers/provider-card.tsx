import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { HealthBadge } from '@/components/health-badge.tsx';
import { InlineCode } from '@/components/inline-code.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import type { Mode } from '@/lib/mode/mode.ts';
import type { Provider } from '@/lib/trpc/types.ts';
import { BaseUrlSetting } from './base-url-setting.tsx';
import { HealthFacts } from './health-facts.tsx';
import { KeySetting } from './key-setting.tsx';
import { ProviderTest } from './provider-test.tsx';

interface ProviderCardProps {
  provider: Provider;
  mode: Mode;
  /** Whether the mode in force answers from it. */
  active: boolean;
}

const NOTES: Readonly<Record<string, string>> = {
  mock: 'Made on this machine, free and deterministic. Nothing to set up.',
  openai: 'OpenAI’s embeddings API, or a stand-in that speaks it.',
};

export function ProviderCard({ provider, mode, active }: ProviderCardProps) {
  const id = `provider-${provider.id}`;
  // Only this one can be set up; the mock has nothing to set.
  const settings = provider.id === 'openai';
  return (
    <Card aria-labelledby={id}>
      <CardHeader
        id={id}
        title={provider.id}
        note={NOTES[provider.id]}
        action={
          <p className="flex flex-wrap gap-2">
            {active ? <Badge tone="mode">answering</Badge> : null}
            {provider.configured ? (
              <HealthBadge state={provider.health.state} />
            ) : (
              <Badge tone="warn">no key yet</Badge>
            )}
          </p>
        }
      />
      {provider.problem ? (
        <Caution>
          <InlineCode text={provider.problem.message} />
        </Caution>
      ) : null}
      <dl className="grid">
        <Fact name="Space label">
          <span className="break-all font-mono text-[13px]">{provider.endpoint}</span>
          {provider.official ? (
            <span className="ml-2">
              <Badge tone="good">official</Badge>
            </span>
          ) : null}
        </Fact>
        {settings ? (
          <>
            <KeySetting provider={provider} mode={mode} />
            <BaseUrlSetting provider={provider} />
          </>
        ) : null}
      </dl>
      {settings && !provider.official ? (
        <Caution>
          This is not the official API, so its vectors carry the label{' '}
          <span className="break-all font-mono text-[12.5px]">{provider.endpoint}</span> and never mix with
          those of <span className="font-mono text-[12.5px]">openai</span>.
        </Caution>
      ) : null}
      <HealthFacts health={provider.health} />
      <ProviderTest provider={provider} />
    </Card>
  );
}

export function Fact({ name, children, action }: { name: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line/70 border-t py-3">
      <dt className="w-24 shrink-0 text-soft">{name}</dt>
      <dd className="min-w-0 grow basis-40">{children}</dd>
      {action ? <dd className="flex gap-2">{action}</dd> : null}
    </div>
  );
}

function Caution({ children }: { children: ReactNode }) {
  return (
    <p className="mb-3 flex gap-2.5 rounded-md bg-warn-tint px-3 py-2.5 text-[13px]">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <span className="min-w-0 text-pretty">{children}</span>
    </p>
  );
}
