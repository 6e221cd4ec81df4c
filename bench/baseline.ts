import Database from 'better-sqlite3';

type Content = Readonly<{ title: string; body: string; url: string; category: string; severity: string }>;

/**
 * The least that the same work can cost here: one table, two partial indexes, prepared statements, the same
 * durability. No seq, no log, no undo, no mapping.
 */
export class Baseline {
  private readonly database: Database.Database;
  private readonly statements: ReturnType<Baseline['prepare']>;
  private made = 0;

  constructor(file: string) {
    this.database = new Database(file);
    this.database.pragma('journal_mode = WAL');
    this.database.pragma('synchronous = FULL');
    this.database.exec(`
      create table notifications (id integer primary key, user_id text not null, title text, body text, url text,
        category text, severity text, created_at integer, seen_at integer, read_at integer);
      create index unread on notifications (user_id, id) where read_at is null;
      create index unseen on notifications (user_id, id) where seen_at is null;
      create index inbox on notifications (user_id, id);
    `);
    this.statements = this.prepare();
  }

  fill(rows: number, content: Content): void {
    this.database.transaction(() => {
      for (let row = 0; row < rows; row++) this.append(content);
    })();
  }

  append({ title, body, url, category, severity }: Content): void {
    this.statements.insert.run(++this.made, 'ana', title, body, url, category, severity, 1);
  }

  firstPage(): unknown {
    return [
      this.page(Number.MAX_SAFE_INTEGER, 50),
      this.statements.unread.get('ana'),
      this.statements.unseen.get('ana'),
    ];
  }

  walk(rows: number): void {
    let before = Number.MAX_SAFE_INTEGER;
    for (let found = 0; found < rows; ) {
      const page = this.page(before, 100);
      found += page.length;
      this.statements.unread.get('ana');
      this.statements.unseen.get('ana');
      before = page.at(-1)?.id ?? 0;
    }
  }

  markRead(round: number): void {
    this.statements.read.run(5, 5, round + 1);
  }

  close(): void {
    this.database.close();
  }

  private page(before: number, limit: number): { id: number }[] {
    return this.statements.page.all('ana', before, limit + 1);
  }

  private prepare() {
    const { database } = this;
    return {
      insert: database.prepare(
        'insert into notifications (id, user_id, title, body, url, category, severity, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
      ),
      page: database.prepare<[string, number, number], { id: number }>(
        'select * from notifications where user_id = ? and id < ? order by id desc limit ?',
      ),
      unread: database.prepare('select count(*) from notifications where user_id = ? and read_at is null'),
      unseen: database.prepare('select count(*) from notifications where user_id = ? and seen_at is null'),
      read: database.prepare('update notifications set read_at = ?, seen_at = ? where id = ?'),
    };
  }
}
