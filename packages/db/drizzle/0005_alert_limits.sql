DROP INDEX `alerts_once`;--> statement-breakpoint
ALTER TABLE `alerts` ADD `limit_nano_usd` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_once` ON `alerts` (`kind`,`subject`,`window_start`,`limit_nano_usd`,`threshold`);--> statement-breakpoint
CREATE INDEX `alerts_open` ON `alerts` (`severity`) WHERE acknowledged_at IS NULL;--> statement-breakpoint
ALTER TABLE `webhooks` ADD `url_ciphertext` text DEFAULT '' NOT NULL;
