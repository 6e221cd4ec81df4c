-- How many members of each group are not disabled, exact whoever writes to `users` and `group_members`.
CREATE TRIGGER `group_joined` AFTER INSERT ON `group_members` BEGIN
	INSERT INTO `group_sizes` (`group_id`, `people`)
		SELECT new.`group_id`, 1 FROM `users` WHERE `id` = new.`user_id` AND `disabled_at` IS NULL
		ON CONFLICT (`group_id`) DO UPDATE SET `people` = `people` + 1;
END;
--> statement-breakpoint
-- A deleted person's own trigger has counted down already; then there is no row of `users` any more.
CREATE TRIGGER `group_left` AFTER DELETE ON `group_members` BEGIN
	UPDATE `group_sizes` SET `people` = `people` - 1 WHERE `group_id` = old.`group_id`
		AND EXISTS (SELECT 1 FROM `users` WHERE `id` = old.`user_id` AND `disabled_at` IS NULL);
END;
--> statement-breakpoint
CREATE TRIGGER `group_person_deleted` BEFORE DELETE ON `users` WHEN old.`disabled_at` IS NULL BEGIN
	UPDATE `group_sizes` SET `people` = `people` - 1
		WHERE `group_id` IN (SELECT `group_id` FROM `group_members` WHERE `user_id` = old.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `group_person_disabled` AFTER UPDATE OF `disabled_at` ON `users`
	WHEN old.`disabled_at` IS NULL AND new.`disabled_at` IS NOT NULL BEGIN
	UPDATE `group_sizes` SET `people` = `people` - 1
		WHERE `group_id` IN (SELECT `group_id` FROM `group_members` WHERE `user_id` = new.`id`);
END;
--> statement-breakpoint
CREATE TRIGGER `group_person_enabled` AFTER UPDATE OF `disabled_at` ON `users`
	WHEN old.`disabled_at` IS NOT NULL AND new.`disabled_at` IS NULL BEGIN
	INSERT INTO `group_sizes` (`group_id`, `people`)
		SELECT `group_id`, 1 FROM `group_members` WHERE `user_id` = new.`id`
		ON CONFLICT (`group_id`) DO UPDATE SET `people` = `people` + 1;
END;
--> statement-breakpoint
CREATE TRIGGER `group_gone` AFTER DELETE ON `groups` BEGIN
	DELETE FROM `group_sizes` WHERE `group_id` = old.`id`;
END;
--> statement-breakpoint
-- Rises with whatever may change who belongs to an audience: a number that was counted before it rose may be wrong.
INSERT INTO `meta` (`key`, `value`) VALUES ('memberships', '0');
--> statement-breakpoint
CREATE TRIGGER `memberships_users_joined` AFTER INSERT ON `users` BEGIN
	UPDATE `meta` SET `value` = `value` + 1 WHERE `key` = 'memberships';
END;
--> statement-breakpoint
CREATE TRIGGER `memberships_users_moved` AFTER UPDATE OF `role`, `disabled_at` ON `users` BEGIN
	UPDATE `meta` SET `value` = `value` + 1 WHERE `key` = 'memberships';
END;
--> statement-breakpoint
CREATE TRIGGER `memberships_users_left` AFTER DELETE ON `users` BEGIN
	UPDATE `meta` SET `value` = `value` + 1 WHERE `key` = 'memberships';
END;
--> statement-breakpoint
CREATE TRIGGER `memberships_group_joined` AFTER INSERT ON `group_members` BEGIN
	UPDATE `meta` SET `value` = `value` + 1 WHERE `key` = 'memberships';
END;
--> statement-breakpoint
CREATE TRIGGER `memberships_group_left` AFTER DELETE ON `group_members` BEGIN
	UPDATE `meta` SET `value` = `value` + 1 WHERE `key` = 'memberships';
END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_only_grows` BEFORE UPDATE ON `audit_log` BEGIN
	SELECT raise(ABORT, 'The audit log is only ever added to.');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_keeps` BEFORE DELETE ON `audit_log` BEGIN
	SELECT raise(ABORT, 'The audit log is only ever added to.');
END;
--> statement-breakpoint
UPDATE `broadcasts` SET `sent_entry` =
	(SELECT min(`entry`) FROM `broadcast_log` WHERE `broadcast_id` = `broadcasts`.`id` AND `kind` = 'sent');
--> statement-breakpoint
UPDATE `notifications` SET `removed_for` = 'recalled' WHERE `removed_at` IS NOT NULL;
