export { assertAdmin, assertSomebody } from './access.ts';
export type { ApiContext, Caller, CallerContext, Services, SessionDoor } from './context.ts';
export type { ErrorDetails } from './errors.ts';
export { toTrpcError, toWeighbridgeError } from './errors.ts';
export { exportLedger, type LedgerExport, ledgerExportInput } from './export/ledger-export.ts';
export { KeepingDesk } from './keeping-desk.ts';
export type { LiveEvent, LiveEventType, LiveHub } from './live.ts';
export { createLiveHub } from './live-hub.ts';
export { createModelCatalogue } from './model-catalogue.ts';
export { pageOf } from './presenters/alert.ts';
export type { ProviderDesk, ProviderStatus } from './provider-desk.ts';
export { type AppRouter, appRouter } from './root.ts';
export { bulkEmbedInput } from './schemas/embeddings.ts';
export { digest, METRICS_TOKEN_PREFIX } from './secrets/credentials.ts';
export { type AlertServices, evaluate as evaluateAlerts } from './services/alerts/evaluate.ts';
export { lostMessage } from './services/alerts/lost-message.ts';
export { readWatchList } from './services/alerts/watch-list.ts';
export { BudgetForecasts } from './services/budgets/forecast.ts';
export {
  type AnswerRequest,
  answer,
  assertAnswerFits,
  type EmbedRows,
  type EncodedRows,
  embedEncoded,
  embedRows,
} from './services/embeddings/index.ts';
export { shortestDecimal } from './vectors/decimal.ts';
export { toBase64 } from './vectors/rows.ts';
export type { WebhookDesk } from './webhook-desk.ts';
