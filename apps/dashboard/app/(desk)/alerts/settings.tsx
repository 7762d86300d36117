'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { SettingsForm } from './settings-form.tsx';

export function Settings() {
  const trpc = useTRPC();
  const settings = useQuery(trpc.alerts.settings.queryOptions());
  if (!settings.data) {
    return settings.error ? (
      <QueryError what="settings" error={settings.error} retry={() => void settings.refetch()} />
    ) : (
      <Skeleton className="h-96" />
    );
  }
  return (
    <Card aria-labelledby="watched" className="max-w-[46rem]">
      <CardHeader
        id="watched"
        title="What is watched for"
        note="The same for every budget. A change acts at once; what was told is not told again."
      />
      {/* Begins anew when somebody else changes it. */}
      <SettingsForm key={JSON.stringify(settings.data)} settings={settings.data} />
    </Card>
  );
}
