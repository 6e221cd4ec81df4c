CREATE TABLE `api_keys` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_id` ON `api_keys` (`id`);--> statement-breakpoint
CREATE TABLE `broadcast_log` (
	`entry` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`broadcast_id` text NOT NULL,
	`kind` text NOT NULL,
	`notify_again` integer DEFAULT false NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`broadcast_id`) REFERENCES `broadcasts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `broadcast_skips` (
	`broadcast_id` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`broadcast_id`, `user_id`),
	FOREIGN KEY (`broadcast_id`) REFERENCES `broadcasts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `broadcasts` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`state` text NOT NULL,
	`audience` text NOT NULL,
	`version` integer NOT NULL,
	`title` text NOT NULL,
	`body` text,
	`url` text,
	`category` text NOT NULL,
	`severity` text NOT NULL,
	`targeted` integer,
	`last_entry` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer,
	`sent_at` integer,
	`edited_at` integer,
	`recalled_at` integer,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `broadcasts_id` ON `broadcasts` (`id`);--> statement-breakpoint
CREATE INDEX `broadcasts_due` ON `broadcasts` (`due_at`) WHERE "broadcasts"."due_at" is not null;--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`seq` integer NOT NULL,
	`sort_seq` integer NOT NULL,
	`broadcast_id` text,
	`broadcast_entry` integer,
	`title` text NOT NULL,
	`body` text,
	`url` text,
	`category` text NOT NULL,
	`severity` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer,
	`read_at` integer,
	`clicked_at` integer,
	`archived_at` integer,
	`edited_at` integer,
	`removed_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`broadcast_id`) REFERENCES `broadcasts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_seq` ON `notifications` (`user_id`,`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_sort_seq` ON `notifications` (`user_id`,`sort_seq`);--> statement-breakpoint
CREATE INDEX `notifications_inbox` ON `notifications` (`user_id`,`sort_seq`) WHERE "notifications"."archived_at" is null and "notifications"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`user_id`,`sort_seq`) WHERE "notifications"."read_at" is null and "notifications"."archived_at" is null and "notifications"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `notifications_unseen` ON `notifications` (`user_id`) WHERE "notifications"."seen_at" is null and "notifications"."archived_at" is null and "notifications"."removed_at" is null;--> statement-breakpoint
CREATE INDEX `notifications_archived` ON `notifications` (`user_id`,`sort_seq`) WHERE "notifications"."archived_at" is not null and "notifications"."removed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_broadcast_user` ON `notifications` (`user_id`,`broadcast_id`) WHERE "notifications"."broadcast_id" is not null;--> statement-breakpoint
CREATE INDEX `notifications_figures` ON `notifications` (`broadcast_id`,`seen_at`,`read_at`,`clicked_at`) WHERE "notifications"."broadcast_id" is not null;--> statement-breakpoint
CREATE TABLE `operation_changes` (
	`operation_id` text NOT NULL,
	`position` integer NOT NULL,
	`notification_id` text NOT NULL,
	`seen_before` integer,
	`read_before` integer,
	`archived_before` integer,
	`seen_after` integer,
	`read_after` integer,
	`archived_after` integer,
	PRIMARY KEY(`operation_id`, `position`),
	FOREIGN KEY (`operation_id`) REFERENCES `operations`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `operations` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`at` integer NOT NULL,
	`undone_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `operations_user` ON `operations` (`user_id`);--> statement-breakpoint
CREATE TABLE `role_sizes` (
	`role` text PRIMARY KEY NOT NULL,
	`people` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `streams` (
	`user_id` text PRIMARY KEY NOT NULL,
	`head` integer DEFAULT 0 NOT NULL,
	`published_seq` integer DEFAULT 0 NOT NULL,
	`floor` integer DEFAULT 0 NOT NULL,
	`broadcast_cursor` integer NOT NULL,
	`dirty_since` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `streams_dirty` ON `streams` (`dirty_since`,`user_id`) WHERE "streams"."published_seq" < "streams"."head";--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`password_hash` text NOT NULL,
	`auth_version` integer DEFAULT 1 NOT NULL,
	`disabled_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);