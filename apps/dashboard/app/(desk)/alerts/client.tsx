'use client';

import { useQueryStates } from 'nuqs';
import { OpenCount } from '@/components/alerts/open-count.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx';
import { AlertList } from './alert-list.tsx';
import { alertsParams, VIEWS } from './search-params.ts';
import { Settings } from './settings.tsx';
import { Webhooks } from './webhooks.tsx';

const NAMES = { alerts: 'Alerts', webhooks: 'Webhooks', settings: 'Settings' } as const;

export function Alerts() {
  const [{ view }, setParams] = useQueryStates(alertsParams);
  return (
    <>
      <PageHeader
        title="Alerts"
        note="What needs a look, told once: here, and to whoever a webhook reaches."
      />
      <Tabs
        value={view}
        onValueChange={(next) =>
          void setParams(
            { view: next as (typeof VIEWS)[number], before: null, sent: null },
            { history: 'push' },
          )
        }
      >
        <TabsList aria-label="Alerts">
          {VIEWS.map((name) => (
            <TabsTrigger key={name} value={name}>
              {NAMES[name]}
              {name === 'alerts' ? <OpenCount className="ml-2" /> : null}
            </TabsTrigger>
          ))}
        </TabsList>
        <TabsContent value="alerts" className="pt-5">
          <AlertList />
        </TabsContent>
        <TabsContent value="webhooks" className="grid gap-5 pt-5">
          <Webhooks />
        </TabsContent>
        <TabsContent value="settings" className="pt-5">
          <Settings />
        </TabsContent>
      </Tabs>
    </>
  );
}
