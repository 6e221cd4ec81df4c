DROP INDEX `notifications_broadcast_user`;--> statement-breakpoint
DROP INDEX `notifications_figures`;--> statement-breakpoint
CREATE INDEX `notifications_created` ON `notifications` (`created_at`,`user_id`) WHERE "notifications"."is_test" = 0;--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_broadcast_user` ON `notifications` (`broadcast_id`,`user_id`) WHERE "notifications"."broadcast_id" is not null;--> statement-breakpoint
CREATE INDEX `notifications_figures` ON `notifications` (`broadcast_id`,`seen_at`,`read_at`,`clicked_at`,`delivered_at`) WHERE "notifications"."broadcast_id" is not null;