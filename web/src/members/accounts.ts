import type { Account } from '../api/members';
import { store } from '../kit/store';

export const isDisabled = (account: Account) => account.disabled_at !== null;

/** The code just made, shown once on the account's page and then forgotten. */
export const freshCode = store<{ person: string; code: string } | null>(null);
