import type { Command } from './command';
import { auditVerify } from './commands/audit-verify';
import { broadcast } from './commands/broadcast';
import { groupImport } from './commands/group-import';
import { keyAdd } from './commands/key-add';
import { keyRevoke } from './commands/key-revoke';
import { userAdd } from './commands/user-add';

/** Everything that can be done from a terminal. */
export const COMMANDS: readonly Command[] = [broadcast, userAdd, groupImport, keyAdd, keyRevoke, auditVerify];
