ALTER TABLE `budget_windows` ADD `unpinned_nano_usd` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What a budget was begun with stood in its counter only.
UPDATE budget_windows SET unpinned_nano_usd = settled_nano_usd;--> statement-breakpoint
UPDATE budget_windows SET unpinned_nano_usd = max(0, budget_windows.settled_nano_usd - pinned.nano_usd)
FROM (
  SELECT budget_id, window_start, sum(settled_nano_usd) AS nano_usd
  FROM entry_budgets JOIN entries ON seq = entry_seq WHERE state = 'settled' GROUP BY 1, 2
) AS pinned
WHERE pinned.budget_id = budget_windows.budget_id AND pinned.window_start = budget_windows.window_start;
