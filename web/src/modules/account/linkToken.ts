/** What stands behind the `#` of a letter's link; taken out of the address, so that it is in no history. */
export function linkToken(): string {
  const token = window.location.hash.slice(1);
  if (token) window.history.replaceState(window.history.state, '', window.location.pathname);
  return token;
}
