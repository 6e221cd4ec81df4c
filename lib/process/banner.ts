/** What a person reads in the terminal after the start: where to go and how to get in. Empty when there is nothing to say. */
export function banner(start: {
  url: string;
  demo: Readonly<{
    accounts: readonly { email: string; name: string }[];
    password: string;
    apiKey: string | null;
  }> | null;
  /** Production on an empty database: the one-time way to the first administrator. */
  setupToken: string | null;
}): string {
  const lines = [`Belfry is listening on ${start.url}`];
  if (start.demo) {
    lines.push(
      '',
      'Sign in as',
      ...start.demo.accounts.map(({ email, name }) => `  ${email.padEnd(22)}${name}`),
    );
    lines.push(`with the password ${start.demo.password}`);
    if (start.demo.apiKey) lines.push('', `API key of the demo: ${start.demo.apiKey}`);
  }
  if (start.setupToken) {
    lines.push('', 'There is nobody yet. Make the first administrator here (the link works once):');
    lines.push(`  ${start.url}/setup?token=${start.setupToken}`);
  }
  return `\n${lines.join('\n')}\n\n`;
}
