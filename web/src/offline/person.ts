const LAST = 'person';

/** Who used this device last and has not signed out: known without opening any database. */
export const lastPerson = () => localStorage.getItem(LAST);
export const rememberPerson = (person: string) => localStorage.setItem(LAST, person);
export const forgetPerson = () => localStorage.removeItem(LAST);
