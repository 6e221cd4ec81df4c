import { defineConfig } from 'drizzle-kit';

/** Only for `npm run db:generate`, which writes the next migration from the schema; nothing here is read at run time. */
export default defineConfig({
  dialect: 'sqlite',
  schema: './db/sqlite/schema*.ts',
  out: './db/sqlite/migrations',
});
