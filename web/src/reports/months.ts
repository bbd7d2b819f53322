/** 2026-11, so many months on or back. */
export function monthsFrom(month: string, by: number) {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return at.toISOString().slice(0, 7);
}

/** 2026-11 as 11/2026. */
export const inWords = (month: string) => month.split('-').reverse().join('/');

/** What a report is called in addresses. */
export const idOf = (unit: string, month: string) => `${unit}_${month}`;

/** The unit and month that an address names; null where it names none. */
export function partsOf(id: string) {
  const [unit, month] = id.split('_');
  return unit && month && /^20\d\d-(0[1-9]|1[0-2])$/.test(month) ? { unit, month } : null;
}
