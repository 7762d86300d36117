CREATE TABLE `spend_sums` (
	`scope` text NOT NULL,
	`span` integer NOT NULL,
	`start` integer NOT NULL,
	`project_id` text NOT NULL,
	`provider` text NOT NULL,
	`model` text NOT NULL,
	`requests` integer DEFAULT 0 NOT NULL,
	`failed_attempts` integer DEFAULT 0 NOT NULL,
	`settled_nano_usd` integer DEFAULT 0 NOT NULL,
	`overrun_nano_usd` integer DEFAULT 0 NOT NULL,
	`settled_tokens` integer DEFAULT 0 NOT NULL,
	`paid_inputs` integer DEFAULT 0 NOT NULL,
	`free_inputs` integer DEFAULT 0 NOT NULL,
	`free_tokens` integer DEFAULT 0 NOT NULL,
	`free_nano_usd` integer DEFAULT 0 NOT NULL,
	`recalled_inputs` integer DEFAULT 0 NOT NULL,
	`recalled_tokens` integer DEFAULT 0 NOT NULL,
	`recalled_nano_usd` integer DEFAULT 0 NOT NULL,
	`coalesced_inputs` integer DEFAULT 0 NOT NULL,
	`coalesced_tokens` integer DEFAULT 0 NOT NULL,
	`coalesced_nano_usd` integer DEFAULT 0 NOT NULL,
	`deduplicated_inputs` integer DEFAULT 0 NOT NULL,
	`deduplicated_tokens` integer DEFAULT 0 NOT NULL,
	`deduplicated_nano_usd` integer DEFAULT 0 NOT NULL,
	`truncated_inputs` integer DEFAULT 0 NOT NULL,
	`truncated_tokens` integer DEFAULT 0 NOT NULL,
	`truncated_nano_usd` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`scope`, `span`, `start`, `project_id`, `provider`, `model`)
) WITHOUT ROWID;
--> statement-breakpoint
-- Sums had a row for each kind of entry; now the kinds stand in columns, and what is read as one has a sum of its own.
INSERT INTO spend_sums (
  scope, span, start, project_id, provider, model,
  requests, failed_attempts, settled_nano_usd, overrun_nano_usd, settled_tokens, paid_inputs, free_inputs, free_tokens,
  free_nano_usd, recalled_inputs, recalled_tokens, recalled_nano_usd, coalesced_inputs, coalesced_tokens,
  coalesced_nano_usd, deduplicated_inputs, deduplicated_tokens, deduplicated_nano_usd, truncated_inputs,
  truncated_tokens, truncated_nano_usd
)
SELECT 'all', span, start, '', provider, model,
  sum(requests), sum(failed_attempts), sum(nano_usd), sum(overrun_nano_usd), sum(iif(kind = 'attempt', tokens, 0)),
  sum(iif(kind = 'attempt', inputs, 0)), sum(iif(kind = 'free', inputs, 0)), sum(iif(kind = 'free', tokens, 0)),
  sum(iif(kind = 'free', would_have_nano_usd, 0)), sum(iif(kind = 'recalled', inputs, 0)),
  sum(iif(kind = 'recalled', tokens, 0)), sum(iif(kind = 'recalled', would_have_nano_usd, 0)),
  sum(iif(kind = 'coalesced', inputs, 0)), sum(iif(kind = 'coalesced', tokens, 0)),
  sum(iif(kind = 'coalesced', would_have_nano_usd, 0)), sum(iif(kind = 'deduplicated', inputs, 0)),
  sum(iif(kind = 'deduplicated', tokens, 0)), sum(iif(kind = 'deduplicated', would_have_nano_usd, 0)),
  sum(iif(kind = 'truncated', inputs, 0)), sum(iif(kind = 'truncated', tokens, 0)),
  sum(iif(kind = 'truncated', would_have_nano_usd, 0))
FROM spend_rollups WHERE span IN (900000, 86400000) GROUP BY span, start, provider, model;--> statement-breakpoint
INSERT INTO spend_sums (
  scope, span, start, project_id, provider, model,
  requests, failed_attempts, settled_nano_usd, overrun_nano_usd, settled_tokens, paid_inputs, free_inputs, free_tokens,
  free_nano_usd, recalled_inputs, recalled_tokens, recalled_nano_usd, coalesced_inputs, coalesced_tokens,
  coalesced_nano_usd, deduplicated_inputs, deduplicated_tokens, deduplicated_nano_usd, truncated_inputs,
  truncated_tokens, truncated_nano_usd
)
SELECT 'project:' || project_id, span, start, project_id, provider, model,
  sum(requests), sum(failed_attempts), sum(nano_usd), sum(overrun_nano_usd), sum(iif(kind = 'attempt', tokens, 0)),
  sum(iif(kind = 'attempt', inputs, 0)), sum(iif(kind = 'free', inputs, 0)), sum(iif(kind = 'free', tokens, 0)),
  sum(iif(kind = 'free', would_have_nano_usd, 0)), sum(iif(kind = 'recalled', inputs, 0)),
  sum(iif(kind = 'recalled', tokens, 0)), sum(iif(kind = 'recalled', would_have_nano_usd, 0)),
  sum(iif(kind = 'coalesced', inputs, 0)), sum(iif(kind = 'coalesced', tokens, 0)),
  sum(iif(kind = 'coalesced', would_have_nano_usd, 0)), sum(iif(kind = 'deduplicated', inputs, 0)),
  sum(iif(kind = 'deduplicated', tokens, 0)), sum(iif(kind = 'deduplicated', would_have_nano_usd, 0)),
  sum(iif(kind = 'truncated', inputs, 0)), sum(iif(kind = 'truncated', tokens, 0)),
  sum(iif(kind = 'truncated', would_have_nano_usd, 0))
FROM spend_rollups WHERE span IN (900000, 86400000, 2419200000) GROUP BY span, start, project_id, provider, model;--> statement-breakpoint
INSERT INTO spend_sums (
  scope, span, start, project_id, provider, model,
  requests, failed_attempts, settled_nano_usd, overrun_nano_usd, settled_tokens, paid_inputs, free_inputs, free_tokens,
  free_nano_usd, recalled_inputs, recalled_tokens, recalled_nano_usd, coalesced_inputs, coalesced_tokens,
  coalesced_nano_usd, deduplicated_inputs, deduplicated_tokens, deduplicated_nano_usd, truncated_inputs,
  truncated_tokens, truncated_nano_usd
)
SELECT label, span, start, project_id, provider, model,
  sum(requests), sum(failed_attempts), sum(nano_usd), sum(overrun_nano_usd), sum(iif(kind = 'attempt', tokens, 0)),
  sum(iif(kind = 'attempt', inputs, 0)), sum(iif(kind = 'free', inputs, 0)), sum(iif(kind = 'free', tokens, 0)),
  sum(iif(kind = 'free', would_have_nano_usd, 0)), sum(iif(kind = 'recalled', inputs, 0)),
  sum(iif(kind = 'recalled', tokens, 0)), sum(iif(kind = 'recalled', would_have_nano_usd, 0)),
  sum(iif(kind = 'coalesced', inputs, 0)), sum(iif(kind = 'coalesced', tokens, 0)),
  sum(iif(kind = 'coalesced', would_have_nano_usd, 0)), sum(iif(kind = 'deduplicated', inputs, 0)),
  sum(iif(kind = 'deduplicated', tokens, 0)), sum(iif(kind = 'deduplicated', would_have_nano_usd, 0)),
  sum(iif(kind = 'truncated', inputs, 0)), sum(iif(kind = 'truncated', tokens, 0)),
  sum(iif(kind = 'truncated', would_have_nano_usd, 0))
FROM label_rollups WHERE label >= 'key:' AND label < 'key;' AND span IN (900000, 86400000, 2419200000)
GROUP BY label, span, start, project_id, provider, model;--> statement-breakpoint
INSERT INTO spend_sums (
  scope, span, start, project_id, provider, model,
  requests, failed_attempts, settled_nano_usd, overrun_nano_usd, settled_tokens, paid_inputs, free_inputs, free_tokens,
  free_nano_usd, recalled_inputs, recalled_tokens, recalled_nano_usd, coalesced_inputs, coalesced_tokens,
  coalesced_nano_usd, deduplicated_inputs, deduplicated_tokens, deduplicated_nano_usd, truncated_inputs,
  truncated_tokens, truncated_nano_usd
)
SELECT label, span, start, '', provider, model,
  sum(requests), sum(failed_attempts), sum(nano_usd), sum(overrun_nano_usd), sum(iif(kind = 'attempt', tokens, 0)),
  sum(iif(kind = 'attempt', inputs, 0)), sum(iif(kind = 'free', inputs, 0)), sum(iif(kind = 'free', tokens, 0)),
  sum(iif(kind = 'free', would_have_nano_usd, 0)), sum(iif(kind = 'recalled', inputs, 0)),
  sum(iif(kind = 'recalled', tokens, 0)), sum(iif(kind = 'recalled', would_have_nano_usd, 0)),
  sum(iif(kind = 'coalesced', inputs, 0)), sum(iif(kind = 'coalesced', tokens, 0)),
  sum(iif(kind = 'coalesced', would_have_nano_usd, 0)), sum(iif(kind = 'deduplicated', inputs, 0)),
  sum(iif(kind = 'deduplicated', tokens, 0)), sum(iif(kind = 'deduplicated', would_have_nano_usd, 0)),
  sum(iif(kind = 'truncated', inputs, 0)), sum(iif(kind = 'truncated', tokens, 0)),
  sum(iif(kind = 'truncated', would_have_nano_usd, 0))
FROM label_rollups WHERE label >= 'tag:' AND label < 'tag;' AND span IN (900000, 86400000)
GROUP BY label, span, start, provider, model;--> statement-breakpoint
-- A tag's sums did not tell keys apart; the entries do.
INSERT INTO spend_sums (
  scope, span, start, project_id, provider, model,
  requests, failed_attempts, settled_nano_usd, overrun_nano_usd, settled_tokens, paid_inputs, free_inputs, free_tokens,
  free_nano_usd, recalled_inputs, recalled_tokens, recalled_nano_usd, coalesced_inputs, coalesced_tokens,
  coalesced_nano_usd, deduplicated_inputs, deduplicated_tokens, deduplicated_nano_usd, truncated_inputs,
  truncated_tokens, truncated_nano_usd
)
SELECT scope, 900000, start, project_id, provider, model,
  sum(requests), sum(failed_attempts), sum(nano_usd), sum(overrun_nano_usd), sum(iif(kind = 'attempt', tokens, 0)),
  sum(iif(kind = 'attempt', inputs, 0)), sum(iif(kind = 'free', inputs, 0)), sum(iif(kind = 'free', tokens, 0)),
  sum(iif(kind = 'free', would_have_nano_usd, 0)), sum(iif(kind = 'recalled', inputs, 0)),
  sum(iif(kind = 'recalled', tokens, 0)), sum(iif(kind = 'recalled', would_have_nano_usd, 0)),
  sum(iif(kind = 'coalesced', inputs, 0)), sum(iif(kind = 'coalesced', tokens, 0)),
  sum(iif(kind = 'coalesced', would_have_nano_usd, 0)), sum(iif(kind = 'deduplicated', inputs, 0)),
  sum(iif(kind = 'deduplicated', tokens, 0)), sum(iif(kind = 'deduplicated', would_have_nano_usd, 0)),
  sum(iif(kind = 'truncated', inputs, 0)), sum(iif(kind = 'truncated', tokens, 0)),
  sum(iif(kind = 'truncated', would_have_nano_usd, 0))
FROM (
  SELECT 'key+tag:' || coalesce(key_id, '') || ',' || tag AS scope,
    placed_at / 900000 * 900000 AS start, project_id, provider, model, kind,
    (kind = 'attempt' AND state IN ('settled', 'uncertain')) AS requests,
    (kind = 'attempt' AND (state IN ('released', 'uncertain') OR (state = 'settled' AND error_code IS NOT NULL)))
      AS failed_attempts,
    iif(state = 'settled' AND error_code IS NULL, inputs, 0) AS inputs, settled_tokens AS tokens,
    settled_nano_usd AS nano_usd, would_have_nano_usd AS would_have_nano_usd, overrun_nano_usd AS overrun_nano_usd
  FROM entry_tags CROSS JOIN entries ON seq = entry_seq WHERE state <> 'held'
) GROUP BY scope, start, project_id, provider, model;--> statement-breakpoint
-- Where entries were deleted nobody knows the key any more; what is left of the tag counts as without one.
INSERT INTO spend_sums (
  scope, span, start, project_id, provider, model,
  requests, failed_attempts, settled_nano_usd, overrun_nano_usd, settled_tokens, paid_inputs, free_inputs, free_tokens,
  free_nano_usd, recalled_inputs, recalled_tokens, recalled_nano_usd, coalesced_inputs, coalesced_tokens,
  coalesced_nano_usd, deduplicated_inputs, deduplicated_tokens, deduplicated_nano_usd, truncated_inputs,
  truncated_tokens, truncated_nano_usd
)
SELECT 'key+tag:,' || substr(label, 5), 900000, start, project_id, provider, model,
  sum(requests), sum(failed_attempts), sum(nano_usd), sum(overrun_nano_usd), sum(iif(kind = 'attempt', tokens, 0)),
  sum(iif(kind = 'attempt', inputs, 0)), sum(iif(kind = 'free', inputs, 0)), sum(iif(kind = 'free', tokens, 0)),
  sum(iif(kind = 'free', would_have_nano_usd, 0)), sum(iif(kind = 'recalled', inputs, 0)),
  sum(iif(kind = 'recalled', tokens, 0)), sum(iif(kind = 'recalled', would_have_nano_usd, 0)),
  sum(iif(kind = 'coalesced', inputs, 0)), sum(iif(kind = 'coalesced', tokens, 0)),
  sum(iif(kind = 'coalesced', would_have_nano_usd, 0)), sum(iif(kind = 'deduplicated', inputs, 0)),
  sum(iif(kind = 'deduplicated', tokens, 0)), sum(iif(kind = 'deduplicated', would_have_nano_usd, 0)),
  sum(iif(kind = 'truncated', inputs, 0)), sum(iif(kind = 'truncated', tokens, 0)),
  sum(iif(kind = 'truncated', would_have_nano_usd, 0))
FROM (
  SELECT label, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd,
    would_have_nano_usd, overrun_nano_usd
  FROM label_rollups
  WHERE label >= 'tag:' AND label < 'tag;' AND span = 900000 AND start < (
    SELECT CAST(value AS integer) FROM named_values WHERE name = 'retention.details_from'
  )
  UNION ALL
  SELECT 'tag:' || tag, placed_at / 900000 * 900000, project_id, provider, model, kind,
    -(kind = 'attempt' AND state IN ('settled', 'uncertain')) AS requests,
    -(kind = 'attempt' AND (state IN ('released', 'uncertain') OR (state = 'settled' AND error_code IS NOT NULL)))
      AS failed_attempts,
    -iif(state = 'settled' AND error_code IS NULL, inputs, 0) AS inputs, -settled_tokens AS tokens,
    -settled_nano_usd AS nano_usd, -would_have_nano_usd AS would_have_nano_usd, -overrun_nano_usd AS overrun_nano_usd
  FROM entry_tags CROSS JOIN entries ON seq = entry_seq
  WHERE state <> 'held' AND placed_at < (
    SELECT CAST(value AS integer) FROM named_values WHERE name = 'retention.details_from'
  )
) GROUP BY label, start, project_id, provider, model
HAVING sum(requests) <> 0 OR sum(failed_attempts) <> 0 OR sum(inputs) <> 0 OR sum(tokens) <> 0 OR sum(nano_usd) <> 0
  OR sum(would_have_nano_usd) <> 0
ON CONFLICT DO UPDATE SET
  requests = requests + excluded.requests, failed_attempts = failed_attempts + excluded.failed_attempts,
  settled_nano_usd = settled_nano_usd + excluded.settled_nano_usd,
  overrun_nano_usd = overrun_nano_usd + excluded.overrun_nano_usd,
  settled_tokens = settled_tokens + excluded.settled_tokens, paid_inputs = paid_inputs + excluded.paid_inputs,
  free_inputs = free_inputs + excluded.free_inputs, free_tokens = free_tokens + excluded.free_tokens,
  free_nano_usd = free_nano_usd + excluded.free_nano_usd, recalled_inputs = recalled_inputs + excluded.recalled_inputs,
  recalled_tokens = recalled_tokens + excluded.recalled_tokens,
  recalled_nano_usd = recalled_nano_usd + excluded.recalled_nano_usd,
  coalesced_inputs = coalesced_inputs + excluded.coalesced_inputs,
  coalesced_tokens = coalesced_tokens + excluded.coalesced_tokens,
  coalesced_nano_usd = coalesced_nano_usd + excluded.coalesced_nano_usd,
  deduplicated_inputs = deduplicated_inputs + excluded.deduplicated_inputs,
  deduplicated_tokens = deduplicated_tokens + excluded.deduplicated_tokens,
  deduplicated_nano_usd = deduplicated_nano_usd + excluded.deduplicated_nano_usd,
  truncated_inputs = truncated_inputs + excluded.truncated_inputs,
  truncated_tokens = truncated_tokens + excluded.truncated_tokens,
  truncated_nano_usd = truncated_nano_usd + excluded.truncated_nano_usd;--> statement-breakpoint
INSERT INTO spend_sums (
  scope, span, start, project_id, provider, model,
  requests, failed_attempts, settled_nano_usd, overrun_nano_usd, settled_tokens, paid_inputs, free_inputs, free_tokens,
  free_nano_usd, recalled_inputs, recalled_tokens, recalled_nano_usd, coalesced_inputs, coalesced_tokens,
  coalesced_nano_usd, deduplicated_inputs, deduplicated_tokens, deduplicated_nano_usd, truncated_inputs,
  truncated_tokens, truncated_nano_usd
)
SELECT scope, 86400000, start / 86400000 * 86400000, project_id, provider, model,
  sum(requests), sum(failed_attempts), sum(settled_nano_usd), sum(overrun_nano_usd), sum(settled_tokens),
  sum(paid_inputs), sum(free_inputs), sum(free_tokens), sum(free_nano_usd), sum(recalled_inputs), sum(recalled_tokens),
  sum(recalled_nano_usd), sum(coalesced_inputs), sum(coalesced_tokens), sum(coalesced_nano_usd),
  sum(deduplicated_inputs), sum(deduplicated_tokens), sum(deduplicated_nano_usd), sum(truncated_inputs),
  sum(truncated_tokens), sum(truncated_nano_usd)
FROM spend_sums WHERE scope >= 'key+tag:' AND scope < 'key+tag;' AND span = 900000
GROUP BY scope, 3, project_id, provider, model;--> statement-breakpoint
DROP TABLE `label_rollups`;--> statement-breakpoint
DROP TABLE `spend_rollups`;
