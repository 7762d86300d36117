import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@weighbridge/api';

type Outputs = inferRouterOutputs<AppRouter>;

export type ProvidersStatus = Outputs['providers']['status'];
export type Provider = ProvidersStatus['providers'][number];
export type Budget = Outputs['budgets']['list'][number];
export type LedgerGap = Outputs['gaps']['list'][number];
export type SpendSummary = Outputs['spend']['summary'];
export type SpendSeries = Outputs['spend']['series'];
export type LedgerLine = Outputs['spend']['ledger']['items'][number];
export type SpendTotals = SpendSummary['today'];
export type QualitySummary = Outputs['quality']['summary'];
export type QualityFailure = Outputs['quality']['failures']['items'][number];
export type AuditLine = Outputs['audit']['list']['items'][number];
export type Project = Outputs['projects']['list'][number];
export type AccessKey = Outputs['keys']['list'][number];
export type Alert = Outputs['alerts']['list']['items'][number];
export type AlertSettings = Outputs['alerts']['settings'];
export type Webhook = Outputs['webhooks']['list'][number];
export type Delivery = Outputs['webhooks']['deliveries']['items'][number];
export type BillComparison = Outputs['bills']['compare'];
export type BillImport = Outputs['bills']['imports'][number];
export type RateLimit = Outputs['rateLimits']['list'][number];
export type Model = Outputs['models']['list'][number];
export type Price = Outputs['prices']['list'][number];
