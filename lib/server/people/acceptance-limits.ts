import 'server-only';
import { type Context, context } from '../context';
import { makeSignInLimits, type SignInLimits } from '../sessions/sign-in-limits';

const limitsOf = new WeakMap<Context, SignInLimits>();

/**
 * As for signing in, with a link where the account is. Nobody guesses a link; but each try with one that is open makes
 * the server work on a password.
 */
export function acceptanceLimits(): SignInLimits {
  const here = context();
  const limits = limitsOf.get(here) ?? makeSignInLimits();
  limitsOf.set(here, limits);
  return limits;
}
