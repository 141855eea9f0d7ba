import { http } from './base/http';
import { link } from './base/link';
import { isTransient } from './base/problem';
import { keepRelease } from './base/release';

const element = document.getElementById('root');
if (!element) throw new Error('the page has no root');
const root = element;

/** Whether the server answers, be it that it does not know us: asked while the code is still on its way. */
const asked = http.refresh().then(
  () => {
    // Stations and sessions come while the code that draws them is on its way, too.
    link.start();
    return true;
  },
  (error: unknown) => !isTransient(error),
);

async function open() {
  const { show } = await import('./App');
  show(root, await asked);
}

void open();
keepRelease();
