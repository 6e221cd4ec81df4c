-- The number of people of each role who are not disabled, exact whoever writes to `users`.
INSERT INTO `role_sizes` (`role`, `people`) SELECT `role`, count(*) FROM `users` WHERE `disabled_at` IS NULL GROUP BY `role`;
--> statement-breakpoint
CREATE TRIGGER `users_joined` AFTER INSERT ON `users` WHEN new.`disabled_at` IS NULL BEGIN
	INSERT INTO `role_sizes` (`role`, `people`) VALUES (new.`role`, 1) ON CONFLICT (`role`) DO UPDATE SET `people` = `people` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `users_left` AFTER DELETE ON `users` WHEN old.`disabled_at` IS NULL BEGIN
	UPDATE `role_sizes` SET `people` = `people` - 1 WHERE `role` = old.`role`;
END;
--> statement-breakpoint
CREATE TRIGGER `users_moved` AFTER UPDATE OF `role`, `disabled_at` ON `users` BEGIN
	UPDATE `role_sizes` SET `people` = `people` - 1 WHERE `role` = old.`role` AND old.`disabled_at` IS NULL;
	INSERT INTO `role_sizes` (`role`, `people`) SELECT new.`role`, 1 WHERE new.`disabled_at` IS NULL
		ON CONFLICT (`role`) DO UPDATE SET `people` = `people` + 1;
END;
