CREATE TABLE `audit_log` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`via` text NOT NULL,
	`address` text,
	`request_id` text,
	`action` text NOT NULL,
	`object_kind` text NOT NULL,
	`object_id` text NOT NULL,
	`object_name` text NOT NULL,
	`before` text,
	`after` text,
	`previous` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_actor` ON `audit_log` (`actor_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_action` ON `audit_log` (`action`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_object` ON `audit_log` (`object_kind`,`object_id`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_log_at` ON `audit_log` (`at`);--> statement-breakpoint
CREATE TABLE `broadcast_people` (
	`broadcast_id` text NOT NULL,
	`user_id` text NOT NULL,
	PRIMARY KEY(`broadcast_id`, `user_id`),
	FOREIGN KEY (`broadcast_id`) REFERENCES `broadcasts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `group_members` (
	`group_id` text NOT NULL,
	`user_id` text NOT NULL,
	`since` integer NOT NULL,
	PRIMARY KEY(`group_id`, `user_id`),
	FOREIGN KEY (`group_id`) REFERENCES `groups`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `group_members_user` ON `group_members` (`user_id`,`group_id`);--> statement-breakpoint
CREATE TABLE `group_sizes` (
	`group_id` text PRIMARY KEY NOT NULL,
	`people` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `groups` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `groups_key` ON `groups` (`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `groups_name` ON `groups` (lower("name"));--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`hash` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`user_id` text,
	`created_by` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_hash` ON `invitations` (`hash`);--> statement-breakpoint
CREATE INDEX `invitations_email` ON `invitations` (`email`);--> statement-breakpoint
CREATE INDEX `invitations_created` ON `invitations` (`created_at`);--> statement-breakpoint
CREATE TABLE `muted_categories` (
	`category` text NOT NULL,
	`user_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`category`, `user_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `muted_categories_user` ON `muted_categories` (`user_id`,`category`);--> statement-breakpoint
ALTER TABLE `broadcast_skips` ADD `reason` text DEFAULT 'left' NOT NULL;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `frozen` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `link_label` text;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `format` text DEFAULT 'plain' NOT NULL;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `sent_entry` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `updated_by` text REFERENCES users(id);--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `updated_at` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `sent_by` text REFERENCES users(id);--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `scheduled_for` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `time_zone` text;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `paused_from` text;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `expired_at` integer;--> statement-breakpoint
ALTER TABLE `broadcasts` ADD `stopped_at` integer;--> statement-breakpoint
CREATE INDEX `broadcasts_expiring` ON `broadcasts` (`expires_at`) WHERE "broadcasts"."expires_at" is not null and "broadcasts"."state" = 'sent';--> statement-breakpoint
CREATE INDEX `broadcasts_sender` ON `broadcasts` (`sent_by`,`confirmed_at`) WHERE "broadcasts"."confirmed_at" is not null;--> statement-breakpoint
ALTER TABLE `notifications` ADD `link_label` text;--> statement-breakpoint
ALTER TABLE `notifications` ADD `format` text DEFAULT 'plain' NOT NULL;--> statement-breakpoint
ALTER TABLE `notifications` ADD `is_test` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `notifications` ADD `delivered_at` integer;--> statement-breakpoint
ALTER TABLE `notifications` ADD `removed_for` text;