/** A signal that fires after some seconds unless it is cleared; older phones have no AbortSignal.timeout. */
export function after(seconds: number) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), seconds * 1000);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
}
