import { alertsRouter } from './routers/alerts.ts';
import { auditRouter } from './routers/audit.ts';
import { authRouter } from './routers/auth.ts';
import { billsRouter } from './routers/bills.ts';
import { budgetsRouter } from './routers/budgets.ts';
import { cacheRouter } from './routers/cache.ts';
import { embeddingsRouter } from './routers/embeddings.ts';
import { gapsRouter } from './routers/gaps.ts';
import { keepingRouter } from './routers/keeping.ts';
import { keysRouter } from './routers/keys.ts';
import { liveRouter } from './routers/live.ts';
import { metricsTokenRouter } from './routers/metrics-token.ts';
import { modelsRouter } from './routers/models.ts';
import { pricesRouter } from './routers/prices.ts';
import { projectsRouter } from './routers/projects.ts';
import { providersRouter } from './routers/providers.ts';
import { qualityRouter } from './routers/quality.ts';
import { rateLimitsRouter } from './routers/rate-limits.ts';
import { retentionRouter } from './routers/retention.ts';
import { spendRouter } from './routers/spend.ts';
import { systemRouter } from './routers/system.ts';
import { uncertainRouter } from './routers/uncertain.ts';
import { webhooksRouter } from './routers/webhooks.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  alerts: alertsRouter,
  audit: auditRouter,
  auth: authRouter,
  bills: billsRouter,
  budgets: budgetsRouter,
  cache: cacheRouter,
  embeddings: embeddingsRouter,
  gaps: gapsRouter,
  keeping: keepingRouter,
  keys: keysRouter,
  live: liveRouter,
  models: modelsRouter,
  prices: pricesRouter,
  metricsToken: metricsTokenRouter,
  projects: projectsRouter,
  providers: providersRouter,
  quality: qualityRouter,
  rateLimits: rateLimitsRouter,
  retention: retentionRouter,
  spend: spendRouter,
  system: systemRouter,
  uncertain: uncertainRouter,
  webhooks: webhooksRouter,
});

export type AppRouter = typeof appRouter;
