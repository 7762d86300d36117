'use client';

import { useQuery } from '@tanstack/react-query';
import { scopeName } from '@/lib/format/space.ts';
import { useTRPC } from '@/lib/trpc/client.ts';

export type ScopeKind = 'global' | 'project' | 'key' | 'tag' | 'provider' | 'model';

export interface ScopeTarget {
  /** What stands after the colon of a scope. */
  id: string;
  name: string;
}

/** Whatever can be chosen for a budget, by kind; empty lists while they are being fetched. Tags are typed, not chosen. */
export function useScopeTargets(): Readonly<Record<Exclude<ScopeKind, 'global' | 'tag'>, ScopeTarget[]>> {
  const trpc = useTRPC();
  const projects = useQuery(trpc.projects.list.queryOptions());
  const keys = useQuery(trpc.keys.list.queryOptions());
  const system = useQuery(trpc.system.info.queryOptions());
  const status = useQuery(trpc.providers.status.queryOptions());
  return {
    project: (projects.data ?? []).map(({ id, name }) => ({ id, name })),
    key: (keys.data ?? [])
      .filter((key) => key.revokedAt === null)
      .map((key) => ({ id: key.id, name: `${key.name} (${key.project})` })),
    // Budgets count what is billed, and the mock never bills.
    provider: (status.data?.providers ?? [])
      .filter((provider) => provider.kind !== 'mock')
      .map(({ id }) => ({ id, name: id })),
    model: (system.data?.models ?? []).map(({ id }) => ({ id, name: id })),
  };
}

/** Names a budget's scope with what projects and keys are called. */
export function useScopeNames(): (scope: string) => string {
  const trpc = useTRPC();
  const projects = useQuery(trpc.projects.list.queryOptions());
  const keys = useQuery(trpc.keys.list.queryOptions());
  const names = new Map<string, string>([
    ...(projects.data ?? []).map(({ id, name }) => [`project:${id}`, `Project ${name}`] as const),
    ...(keys.data ?? []).map((key) => [`key:${key.id}`, `Key ${key.name} (${key.project})`] as const),
  ]);
  return (scope) => names.get(scope) ?? scopeName(scope);
}
