/** The zone that a cookie names, or UTC when it names none: the text is a stranger's. */
export function parseTimeZone(text: string | undefined): string {
  if (text === undefined || !/^[A-Za-z0-9_+/-]{1,64}$/.test(text)) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    // The only thing this throws for is a zone that it does not know.
    return 'UTC';
  }
}
