import { http } from './base/http';
import { link } from './base/link';
import { isTransient } from './base/problem';
import { keepRelease } from './base/release';

const element = document.getElementById('root');
if (!element) throw new Error('the page has no root');
const root = element;
/** A turn of the browser's lock that lets one tab at a time ask, on a slow machine. */
const QUESTION_LEAVES_MS = 20;

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
  // Where the code is kept already, running it would hold the question up that is about to leave.
  await new Promise((resolve) => setTimeout(resolve, QUESTION_LEAVES_MS));
  const { show } = await import('./App');
  show(root, await asked);
}

void open();
keepRelease();
