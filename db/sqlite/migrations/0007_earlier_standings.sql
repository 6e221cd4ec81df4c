CREATE TABLE `earlier_standings` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` text NOT NULL,
	`through` integer NOT NULL,
	`role` text NOT NULL,
	`disabled` integer NOT NULL,
	`groups` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `earlier_standings_user` ON `earlier_standings` (`user_id`,`position`);