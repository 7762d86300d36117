CREATE TABLE `audit_lines` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`from_value` text,
	`to_value` text,
	`reason` text,
	`correlation_id` text
);
--> statement-breakpoint
CREATE INDEX `audit_lines_action` ON `audit_lines` (`action`);--> statement-breakpoint
CREATE TABLE `budget_windows` (
	`budget_id` text NOT NULL,
	`window_start` integer NOT NULL,
	`settled_nano_usd` integer NOT NULL,
	`held_nano_usd` integer NOT NULL,
	`uncertain_nano_usd` integer NOT NULL,
	PRIMARY KEY(`budget_id`, `window_start`),
	FOREIGN KEY (`budget_id`) REFERENCES `budgets`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "budget_windows_settled" CHECK("budget_windows"."settled_nano_usd" >= 0 AND typeof("budget_windows"."settled_nano_usd") = 'integer'),
	CONSTRAINT "budget_windows_held" CHECK("budget_windows"."held_nano_usd" >= 0 AND typeof("budget_windows"."held_nano_usd") = 'integer'),
	CONSTRAINT "budget_windows_uncertain" CHECK("budget_windows"."uncertain_nano_usd" >= 0 AND typeof("budget_windows"."uncertain_nano_usd") = 'integer')
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `budgets` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`window` text NOT NULL,
	`time_zone` text NOT NULL,
	`reset_time` text NOT NULL,
	`limit_nano_usd` integer NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer,
	CONSTRAINT "budgets_limit" CHECK("budgets"."limit_nano_usd" > 0 AND typeof("budgets"."limit_nano_usd") = 'integer')
);
--> statement-breakpoint
CREATE UNIQUE INDEX `budgets_live` ON `budgets` (`scope`,`window`) WHERE removed_at IS NULL;--> statement-breakpoint
CREATE TABLE `entries` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`placed_at` integer NOT NULL,
	`closed_at` integer,
	`call_id` text NOT NULL,
	`correlation_id` text NOT NULL,
	`project_id` text NOT NULL,
	`key_id` text,
	`mode` text NOT NULL,
	`provider` text NOT NULL,
	`model` text NOT NULL,
	`space` text NOT NULL,
	`batch` integer NOT NULL,
	`attempt` integer NOT NULL,
	`inputs` integer NOT NULL,
	`held_tokens` integer NOT NULL,
	`held_nano_usd` integer NOT NULL,
	`settled_tokens` integer NOT NULL,
	`settled_nano_usd` integer NOT NULL,
	`overrun_nano_usd` integer NOT NULL,
	`would_have_nano_usd` integer NOT NULL,
	`usage` text,
	`provider_request_id` text,
	`duration_ms` real,
	`error_code` text,
	`owner` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `entries_id_unique` ON `entries` (`id`);--> statement-breakpoint
CREATE INDEX `entries_placed_at` ON `entries` (`placed_at`);--> statement-breakpoint
CREATE INDEX `entries_project` ON `entries` (`project_id`);--> statement-breakpoint
CREATE INDEX `entries_correlation` ON `entries` (`correlation_id`);--> statement-breakpoint
CREATE INDEX `entries_unsettled` ON `entries` (`state`) WHERE state <> 'settled';--> statement-breakpoint
CREATE TABLE `entry_budgets` (
	`entry_seq` integer NOT NULL,
	`budget_id` text NOT NULL,
	`window_start` integer NOT NULL,
	PRIMARY KEY(`entry_seq`, `budget_id`),
	FOREIGN KEY (`entry_seq`) REFERENCES `entries`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`budget_id`) REFERENCES `budgets`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `ledger_clock` (
	`id` integer PRIMARY KEY NOT NULL,
	`high_water` integer NOT NULL,
	CONSTRAINT "ledger_clock_single" CHECK("ledger_clock"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE `spend_rollups` (
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
	PRIMARY KEY(`span`, `start`, `project_id`, `provider`, `model`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `access_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`project_id` text NOT NULL,
	`name` text NOT NULL,
	`sha256` text NOT NULL,
	`last4` text NOT NULL,
	`allow_fallback` integer NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	`last_used_at` integer,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `access_keys_sha256_unique` ON `access_keys` (`sha256`);--> statement-breakpoint
CREATE UNIQUE INDEX `access_keys_live` ON `access_keys` (`project_id`,`name`) WHERE revoked_at IS NULL;--> statement-breakpoint
CREATE TABLE `projects` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`split_large_calls` integer NOT NULL,
	`allow_fallback` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_name_unique` ON `projects` (`name`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_expiry` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `quality_codes` (
	`quarter` integer NOT NULL,
	`project_id` text NOT NULL,
	`code` text NOT NULL,
	`severity` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`quarter`, `project_id`, `code`, `severity`)
);
--> statement-breakpoint
CREATE TABLE `quality_failures` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`call_id` text NOT NULL,
	`correlation_id` text NOT NULL,
	`project_id` text NOT NULL,
	`provider` text NOT NULL,
	`model` text NOT NULL,
	`space` text NOT NULL,
	`input_index` integer NOT NULL,
	`code` text NOT NULL,
	`severity` text NOT NULL,
	`figure` real,
	`message` text NOT NULL,
	`recommendation` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `quality_failures_code` ON `quality_failures` (`code`);--> statement-breakpoint
CREATE TABLE `quality_rollups` (
	`quarter` integer NOT NULL,
	`project_id` text NOT NULL,
	`inspected` integer NOT NULL,
	`passed` integer NOT NULL,
	`warned` integer NOT NULL,
	`failed` integer NOT NULL,
	`inspect_nanoseconds` integer NOT NULL,
	PRIMARY KEY(`quarter`, `project_id`)
);
--> statement-breakpoint
CREATE TABLE `named_values` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `provider_settings` (
	`id` text PRIMARY KEY NOT NULL,
	`base_url` text,
	`secret_ciphertext` text,
	`secret_last4` text,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `routing` (
	`id` integer PRIMARY KEY NOT NULL,
	`mode` text NOT NULL,
	CONSTRAINT "routing_single" CHECK("routing"."id" = 1)
);
