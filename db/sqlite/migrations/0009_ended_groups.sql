ALTER TABLE `groups` ADD `ended_at` integer;--> statement-breakpoint
CREATE INDEX `groups_ended` ON `groups` (`ended_at`) WHERE "groups"."ended_at" is not null;