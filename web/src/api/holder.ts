/** Whose a token is: it says so itself, and the server has signed it. */
export function holderOf(bearer: string): string {
  const part = bearer.split('.')[1] ?? '';
  return (JSON.parse(atob(part.replace(/-/g, '+').replace(/_/g, '/'))) as { sub: string }).sub;
}
