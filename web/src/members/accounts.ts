import type { Account } from '../api/members';
import type { Words } from '../words';
import { store } from '../kit/store';

export const isDisabled = (account: Account) => account.disabled_at !== null;

/** In use, locked, or still waiting for its code to be entered. */
export function stateOf(account: Account, t: Words['accounts']) {
  if (isDisabled(account)) return t.disabled;
  return account.activated ? t.active : t.waiting;
}

/** The code just made, shown once on the account's page and then forgotten. */
export const freshCode = store<{ person: string; code: string } | null>(null);
