/** How often a page that stays open asks for a new release. */
const LOOK_EVERY_MS = 1_800_000;

let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

function ready(worker: ServiceWorker) {
  waiting = worker;
  listeners.forEach((listener) => listener());
}

/** Lets the new release in, and opens it. */
export function takeOver() {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting?.postMessage('take-over');
}

/** Whether a newer release than this page's is ready in the browser. */
export const isReleaseReady = () => waiting !== null;

export function onRelease(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

async function register() {
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  const { controller } = navigator.serviceWorker;
  // Nothing is open yet: the best moment for what was fetched during the last visit.
  if (registration.waiting && controller) {
    ready(registration.waiting);
    takeOver();
    return;
  }
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && navigator.serviceWorker.controller) ready(worker);
    });
  });
  setInterval(() => void registration.update().catch(() => {}), LOOK_EVERY_MS);
}

/**
 * The service worker that keeps this release. Browsers have it over HTTPS and on this very machine only;
 * without it the console needs the server to open, and nothing else changes.
 */
export function keepRelease() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // A waiting release is looked for at once; the first one is fetched when the page has what it needs.
  if (navigator.serviceWorker.controller) void register().catch(() => {});
  else window.addEventListener('load', () => setTimeout(() => void register().catch(() => {}), 5_000), { once: true });
}
