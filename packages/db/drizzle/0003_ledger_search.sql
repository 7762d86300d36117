-- Sums by hour say where a project's entries are, so its index pays for that of calls.
DROP INDEX `entries_project`;--> statement-breakpoint
CREATE INDEX `entries_call` ON `entries` (`call_id`);--> statement-breakpoint
CREATE INDEX `entries_error` ON `entries` (`error_code`) WHERE error_code IS NOT NULL;
