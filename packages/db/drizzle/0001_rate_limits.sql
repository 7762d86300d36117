CREATE TABLE `rate_limits` (
	`id` text PRIMARY KEY NOT NULL,
	`scope` text NOT NULL,
	`metric` text NOT NULL,
	`period` text NOT NULL,
	`limit_count` integer NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "rate_limits_limit" CHECK("rate_limits"."limit_count" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rate_limits_one` ON `rate_limits` (`scope`,`metric`,`period`);