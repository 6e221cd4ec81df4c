CREATE TABLE `idempotency_keys` (
	`principal` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`answer` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`principal`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_at` ON `idempotency_keys` (`at`);--> statement-breakpoint
CREATE TABLE `runs` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`epoch` text NOT NULL,
	`started_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_epoch` ON `runs` (`epoch`);--> statement-breakpoint
CREATE TABLE `stream_runs` (
	`user_id` text NOT NULL,
	`run` integer NOT NULL,
	`base` integer NOT NULL,
	PRIMARY KEY(`user_id`, `run`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
DROP INDEX `operations_user`;--> statement-breakpoint
ALTER TABLE `operations` ADD `did` text;--> statement-breakpoint
ALTER TABLE `operations` ADD `changes` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX `operations_at` ON `operations` (`at`);--> statement-breakpoint
CREATE INDEX `operations_user` ON `operations` (`user_id`,`at`);--> statement-breakpoint
ALTER TABLE `streams` ADD `run` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `notifications_removed` ON `notifications` (`removed_at`) WHERE "notifications"."removed_at" is not null;--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);