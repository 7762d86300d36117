CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`severity` text NOT NULL,
	`subject` text NOT NULL,
	`window_start` integer NOT NULL,
	`threshold` integer NOT NULL,
	`at` integer NOT NULL,
	`title` text NOT NULL,
	`message` text NOT NULL,
	`facts` text NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_once` ON `alerts` (`kind`,`subject`,`window_start`,`threshold`);--> statement-breakpoint
CREATE INDEX `alerts_at` ON `alerts` (`at`);--> statement-breakpoint
CREATE TABLE `webhook_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook_id` text NOT NULL,
	`alert_id` text,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`created_at` integer NOT NULL,
	`next_at` integer,
	`finished_at` integer,
	`last_status` integer,
	`last_error` text,
	FOREIGN KEY (`webhook_id`) REFERENCES `webhooks`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `webhook_deliveries_due` ON `webhook_deliveries` (`next_at`) WHERE next_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `webhook_deliveries_created` ON `webhook_deliveries` (`created_at`);--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`format` text NOT NULL,
	`min_severity` text NOT NULL,
	`secret_ciphertext` text NOT NULL,
	`secret_last4` text NOT NULL,
	`enabled` integer NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhooks_live` ON `webhooks` (`name`) WHERE removed_at IS NULL;--> statement-breakpoint
CREATE TABLE `entry_tags` (
	`tag` text NOT NULL,
	`entry_seq` integer NOT NULL,
	PRIMARY KEY(`tag`, `entry_seq`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `label_rollups` (
	`label` text NOT NULL,
	`span` integer NOT NULL,
	`start` integer NOT NULL,
	`project_id` text NOT NULL,
	`provider` text NOT NULL,
	`model` text NOT NULL,
	`kind` text NOT NULL,
	`requests` integer NOT NULL,
	`failed_attempts` integer NOT NULL,
	`inputs` integer NOT NULL,
	`tokens` integer NOT NULL,
	`nano_usd` integer NOT NULL,
	`would_have_nano_usd` integer NOT NULL,
	`overrun_nano_usd` integer NOT NULL,
	PRIMARY KEY(`label`, `span`, `start`, `project_id`, `provider`, `model`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `ledger_gaps` (
	`id` text PRIMARY KEY NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL,
	`cause` text NOT NULL,
	`found_at` integer NOT NULL,
	`closed_at` integer,
	`nano_usd` integer
);
--> statement-breakpoint
CREATE TABLE `bill_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`kind` text NOT NULL,
	`file_name` text NOT NULL,
	`provider` text NOT NULL,
	`from_at` integer NOT NULL,
	`to_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `bill_lines` (
	`import_id` text NOT NULL,
	`day` integer NOT NULL,
	`model` text NOT NULL,
	`requests` integer,
	`tokens` integer,
	`nano_usd` integer,
	PRIMARY KEY(`import_id`, `day`, `model`),
	FOREIGN KEY (`import_id`) REFERENCES `bill_imports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `custom_models` (
	`id` text PRIMARY KEY NOT NULL,
	`dimensions` integer NOT NULL,
	`shortenable` integer NOT NULL,
	`unit_norm` integer NOT NULL,
	`tokenizer` text NOT NULL,
	`max_inputs` integer NOT NULL,
	`max_tokens_per_input` integer NOT NULL,
	`max_tokens_per_request` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `prices` (
	`id` text PRIMARY KEY NOT NULL,
	`model` text NOT NULL,
	`from_at` integer NOT NULL,
	`nano_usd_per_token` integer NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer,
	CONSTRAINT "prices_amount" CHECK("prices"."nano_usd_per_token" >= 0 AND typeof("prices"."nano_usd_per_token") = 'integer')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `prices_live` ON `prices` (`model`,`from_at`) WHERE removed_at IS NULL;--> statement-breakpoint
ALTER TABLE `entries` ADD `tags` text;--> statement-breakpoint
ALTER TABLE `projects` ADD `too_long` text DEFAULT 'error' NOT NULL;--> statement-breakpoint
-- Hours and days did not tell providers and models apart; quarters did.
DELETE FROM spend_rollups WHERE span > 900000;--> statement-breakpoint
INSERT INTO spend_rollups (span, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd, would_have_nano_usd, overrun_nano_usd)
SELECT 3600000, start / 3600000 * 3600000, project_id, provider, model, kind, sum(requests), sum(failed_attempts), sum(inputs), sum(tokens), sum(nano_usd), sum(would_have_nano_usd), sum(overrun_nano_usd)
FROM spend_rollups WHERE span = 900000 GROUP BY 2, 3, 4, 5, 6;--> statement-breakpoint
INSERT INTO spend_rollups (span, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd, would_have_nano_usd, overrun_nano_usd)
SELECT 86400000, start / 86400000 * 86400000, project_id, provider, model, kind, sum(requests), sum(failed_attempts), sum(inputs), sum(tokens), sum(nano_usd), sum(would_have_nano_usd), sum(overrun_nano_usd)
FROM spend_rollups WHERE span = 900000 GROUP BY 2, 3, 4, 5, 6;--> statement-breakpoint
INSERT INTO label_rollups (label, span, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd, would_have_nano_usd, overrun_nano_usd)
SELECT 'key:' || key_id, 900000, placed_at / 900000 * 900000, project_id, provider, model, kind,
  sum(kind = 'attempt' AND state IN ('settled', 'uncertain')),
  sum(kind = 'attempt' AND (state IN ('released', 'uncertain') OR (state = 'settled' AND error_code IS NOT NULL))),
  sum(iif(state = 'settled' AND error_code IS NULL, inputs, 0)),
  sum(settled_tokens), sum(settled_nano_usd), sum(would_have_nano_usd), sum(overrun_nano_usd)
FROM entries WHERE key_id IS NOT NULL AND state <> 'held' GROUP BY 1, 3, 4, 5, 6, 7;--> statement-breakpoint
INSERT INTO label_rollups (label, span, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd, would_have_nano_usd, overrun_nano_usd)
SELECT label, 3600000, start / 3600000 * 3600000, project_id, provider, model, kind, sum(requests), sum(failed_attempts), sum(inputs), sum(tokens), sum(nano_usd), sum(would_have_nano_usd), sum(overrun_nano_usd)
FROM label_rollups WHERE span = 900000 GROUP BY 1, 3, 4, 5, 6, 7;--> statement-breakpoint
INSERT INTO label_rollups (label, span, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens, nano_usd, would_have_nano_usd, overrun_nano_usd)
SELECT label, 86400000, start / 86400000 * 86400000, project_id, provider, model, kind, sum(requests), sum(failed_attempts), sum(inputs), sum(tokens), sum(nano_usd), sum(would_have_nano_usd), sum(overrun_nano_usd)
FROM label_rollups WHERE span = 900000 GROUP BY 1, 3, 4, 5, 6, 7;