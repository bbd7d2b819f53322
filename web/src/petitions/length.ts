export type Length = { days: number; hours: number; minutes: number; seconds: number };

/** A number of seconds as days, hours, minutes and seconds. */
export function parts(total: number): Length {
  const [days, rest] = [Math.floor(total / 86_400), total % 86_400];
  return { days, hours: Math.floor(rest / 3600), minutes: Math.floor((rest % 3600) / 60), seconds: rest % 60 };
}

/** In the words of a language, without what is nothing; "0 giây" for nothing at all. */
export function inWords(length: Length, names: Record<keyof Length, (n: number) => string>) {
  const order = ['days', 'hours', 'minutes', 'seconds'] as const;
  return order.filter((unit) => length[unit]).map((unit) => names[unit](length[unit])).join(' ') || names.seconds(0);
}
