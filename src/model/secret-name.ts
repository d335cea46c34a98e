/**
 * Names that BuildKit and other checkers take for secrets.
 * @see https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/
 */
export const NAMES_SECRET = /(?:_|^)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;

/** Whether a value is one that nobody should see: an address with a password in it. */
export function holdsPassword(value: string): boolean {
  return /:\/\/[^/\s:@]*:[^/\s@]+@/.test(value);
}
