const LAST = 'person';

/** Who used this device last and has not signed out: known without opening any database. */
export const lastPerson = () => localStorage.getItem(LAST);
export const rememberPerson = (person: string) => localStorage.setItem(LAST, person);

/** Somebody else may have signed in meanwhile, in another window: that stays. */
export const forgetPerson = (person = lastPerson()) => {
  if (person === lastPerson()) localStorage.removeItem(LAST);
};

/** Told when another window of this browser changed hands: somebody else signed in there, or this person signed out. */
export const watchPerson = (changed: () => void) =>
  addEventListener('storage', ({ key, oldValue, newValue }) => key === LAST && oldValue && oldValue !== newValue && changed());
