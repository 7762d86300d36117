-- Sums by four weeks, so that years are read in milliseconds.
INSERT INTO spend_rollups (span, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd, would_have_nano_usd, overrun_nano_usd)
SELECT 2419200000, start / 2419200000 * 2419200000, project_id, provider, model, kind, sum(requests), sum(failed_attempts), sum(inputs), sum(tokens), sum(nano_usd), sum(would_have_nano_usd), sum(overrun_nano_usd)
FROM spend_rollups WHERE span = 86400000 GROUP BY 2, 3, 4, 5, 6;--> statement-breakpoint
INSERT INTO label_rollups (label, span, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd, would_have_nano_usd, overrun_nano_usd)
SELECT label, 2419200000, start / 2419200000 * 2419200000, project_id, provider, model, kind, sum(requests), sum(failed_attempts), sum(inputs), sum(tokens), sum(nano_usd), sum(would_have_nano_usd), sum(overrun_nano_usd)
FROM label_rollups WHERE span = 86400000 GROUP BY 1, 3, 4, 5, 6, 7;
