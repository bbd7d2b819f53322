/** Registers the worker; calls back with a function that installs the waiting version. */
export async function registerWorker(onReady: (takeOver: () => void) => void) {
  if (!import.meta.env.PROD || !navigator.serviceWorker) return;
  const had = !!navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener('controllerchange', () => had && location.reload());
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  const offer = () => registration.waiting && had && onReady(() => registration.waiting?.postMessage('take-over'));
  offer();
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void registration.update().catch(() => {}));
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', offer));
}
