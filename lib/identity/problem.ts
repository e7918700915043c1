/** Why a sign-in did not come about. Each has its static page, `/sign-in/problem/<reason>`, and its sentence. */
export const problems = ['cancelled', 'expired', 'incomplete', 'erased', 'provider', 'slow', 'answer', 'red', 'busy', 'fault'] as const;
export type Problem = (typeof problems)[number];

/** With these another way to sign in may help. */
export const othersHelp = (problem: Problem): boolean => ['cancelled', 'incomplete', 'provider', 'slow', 'answer', 'red'].includes(problem);

export const isProblem = (text: string): text is Problem => (problems as readonly string[]).includes(text);

/** What next-auth puts behind `error=` in its redirects, and what that means to a person. */
export function problemOf(code: string | null): Problem {
  // The provider could not be reached, or its own description can't be read.
  if (code === 'OAuthSignin') return 'provider';
  // The answer fits no sign-in that this browser began, or not any more.
  if (code === 'OAuthCallback') return 'expired';
  if (code === 'AccessDenied') return 'incomplete';
  if (code === 'Erased') return 'erased';
  return 'fault';
}

const noLonger = ['access_denied', 'login_required', 'consent_required', 'interaction_required', 'account_selection_required'];

/** What a provider puts behind `error=` when it sends somebody back without a code (OpenID Connect Core 1.0, section 3.1.2.6). */
export const refusedAs = (code: string): Problem => (noLonger.includes(code) ? 'cancelled' : 'provider');
