CREATE TABLE `configuration_revision` (
	`id` integer PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	CONSTRAINT "configuration_revision_single" CHECK("configuration_revision"."id" = 1)
);
--> statement-breakpoint
INSERT INTO configuration_revision VALUES (1, 1);
--> statement-breakpoint
-- What a call looks up is kept in memory for as long as this number stays the same. Triggers count, so that no writer can
-- forget to, be it another process or a person with a shell of SQLite.
CREATE TRIGGER routing_inserted AFTER INSERT ON routing BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER routing_updated AFTER UPDATE ON routing BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER routing_deleted AFTER DELETE ON routing BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER provider_settings_inserted AFTER INSERT ON provider_settings BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER provider_settings_updated AFTER UPDATE ON provider_settings BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER provider_settings_deleted AFTER DELETE ON provider_settings BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER projects_inserted AFTER INSERT ON projects BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER projects_updated AFTER UPDATE ON projects BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER projects_deleted AFTER DELETE ON projects BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_keys_inserted AFTER INSERT ON access_keys BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_keys_updated AFTER UPDATE ON access_keys BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER access_keys_deleted AFTER DELETE ON access_keys BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER rate_limits_inserted AFTER INSERT ON rate_limits BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER rate_limits_updated AFTER UPDATE ON rate_limits BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER rate_limits_deleted AFTER DELETE ON rate_limits BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER prices_inserted AFTER INSERT ON prices BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER prices_updated AFTER UPDATE ON prices BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER prices_deleted AFTER DELETE ON prices BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER custom_models_inserted AFTER INSERT ON custom_models BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER custom_models_updated AFTER UPDATE ON custom_models BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER custom_models_deleted AFTER DELETE ON custom_models BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER budgets_inserted AFTER INSERT ON budgets BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER budgets_updated AFTER UPDATE ON budgets BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
--> statement-breakpoint
CREATE TRIGGER budgets_deleted AFTER DELETE ON budgets BEGIN
  UPDATE configuration_revision SET revision = revision + 1;
END;
