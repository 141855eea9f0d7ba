/** What is waited for may take long on a busy machine; what is asserted is that it comes at all. */
export const PATIENCE_MS = 60_000;

/** Asks again and again until the answer is not empty; gives that answer. `what`: words, or what gives them in the end. */
export async function until(what, ask, limit = PATIENCE_MS, pause = 100) {
  const end = Date.now() + limit;
  let failure;
  do {
    try {
      const answer = await ask();
      if (answer) return answer;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  } while (Date.now() < end);
  throw new Error(`in vain for ${limit / 1000} s: ${typeof what === 'function' ? what() : what}`, { cause: failure });
}

/** The end of a child that was told to end. */
export async function ended(child, signal = 'SIGTERM') {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(late);
}
