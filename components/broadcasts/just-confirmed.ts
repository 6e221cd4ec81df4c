/** The broadcast that was confirmed in this window just now; its page is on its way. */
let confirmed: string | null = null;

/** To be told before its page is opened. */
export function noteConfirmed(id: string): void {
  confirmed = id;
}

/** Whether somebody comes to this broadcast's page from confirming it. Asking changes nothing: React may render twice. */
export function isJustConfirmed(id: string): boolean {
  return confirmed === id;
}

/** Its page is there: whoever comes to it next is a visitor. */
export function forgetConfirmed(): void {
  confirmed = null;
}
