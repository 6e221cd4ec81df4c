import 'server-only';

/** One sentence for an unknown address, a wrong password and a disabled person. */
export const WRONG_PASSWORD = 'That e-mail address and password do not match.';

export function tooManyAttempts(waitSeconds: number): string {
  const minutes = Math.max(1, Math.ceil(waitSeconds / 60));
  return `Too many attempts. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`;
}

const TOO_MANY = /^Too many attempts\. Try again in (a minute|\d{1,2} minutes)\.$/;
const UNEXPLAINED = 'Signing in did not work. Try again.';

/**
 * What the sign-in page shows for the `error` of its address: our own sentences as they are, anything else as
 * a general one. Anybody can put any words into a link, and must not speak in our name. Null without an error.
 */
export function signInRefusal(error: string | null | undefined): string | null {
  if (error === null || error === undefined || error === '') return null;
  if (error === 'CredentialsSignin') return WRONG_PASSWORD;
  return error === WRONG_PASSWORD || TOO_MANY.test(error) ? error : UNEXPLAINED;
}
