/** What visitors try in the browser. Each gets a visit with the browser open, and the test's own site. */
import assert from 'node:assert/strict';
import { until } from '../../e2e/lib/until.mjs';

const MAIN = 'chrome://browser/content/browser.xhtml';
const DIALOGS = 'return gBrowser.getTabDialogBox(gBrowser.selectedBrowser).getTabDialogManager()._dialogs.length';
const REFUSED = /^about:neterror\?e=blockedByPolicy/;

/** Nothing opened: the same page in the same window, and no program besides. */
async function unmoved(visit, act) {
  const before = { ...(await visit.browser.look()), programs: await visit.programs() };
  await act();
  assert.deepEqual({ ...(await visit.browser.look()), programs: await visit.programs() }, before);
}

async function developerTools({ visit, page }) {
  await visit.goTo(page.url);
  await unmoved(visit, async () => {
    for (const keys of [['F12'], ['ctrl', 'shift', 'i'], ['ctrl', 'shift', 'k'], ['ctrl', 'shift', 'j'], ['ctrl', 'shift', 'c'], ['shift', 'F7']]) {
      await visit.chord(...keys);
    }
  });
  assert.equal(await visit.browser.inside('return document.querySelectorAll("[class*=devtools]").length'), 0);
  // A tab may open, but it shows no source.
  await visit.chord('ctrl', 'u');
  const { tabs } = await visit.browser.look();
  assert.ok(tabs.every(({ url }) => !url.startsWith('view-source:')), JSON.stringify(tabs));
  if (tabs.length > 1) await visit.chord('ctrl', 'w');
  for (const name of ['config', 'debugging', 'devtools-toolbox', 'addons', 'preferences', 'profiles', 'policies', 'support', 'memory', 'processes']) {
    await visit.isRefused(`about:${name}`);
  }
  return 'F12 and its sisters do nothing; `about:config`, `about:debugging`, `about:addons`, `about:preferences` and six more are blocked pages';
}

async function addresses({ visit, page }) {
  for (const address of ['file:///etc/passwd', 'file:///home/visitor', `view-source:${page.url}`, 'view-source:file:///etc/passwd',
    'data:text/html,<title>mine</title>', MAIN, 'resource://gre/greprefs.js', 'about:config']) {
    await visit.isRefused(address);
  }
  await visit.goTo(page.url);
  const { tabs: [{ title }] } = await visit.goTo("javascript:void(document.title='mine')");
  assert.equal(title, 'Page d’essai', 'no script of a visitor’s ran in the page');
  return 'typed: `file:`, `view-source:`, `data:`, `chrome:` and `resource:` are blocked pages, and `javascript:` does nothing';
}

/** Lets GTK's file dialog take a path; whatever comes of it, the dialog is gone afterwards. */
async function fileDialog({ visit, box }, shortcut, button, file) {
  const isOpen = async () => (await visit.windows()).length > 1;
  await visit.chord('ctrl', shortcut);
  await until('the dialog', isOpen);
  await box.typeInside('-M', 'ctrl', '-k', 'a', '-m', 'ctrl', file, '-s', '500', '-M', 'alt', '-k', button, '-m', 'alt', '-s', '1500');
  await until('the dialog is gone', async () => {
    if (await isOpen()) await box.typeInside('-k', 'Escape');
    return !(await isOpen());
  });
}

/** Opens a file by GTK's dialog: its button is at the top of a dialog in the middle. */
async function openFile({ visit, box }, file) {
  await visit.chord('ctrl', 'o');
  await until('the dialog', async () => (await visit.windows()).length > 1);
  await box.typeInside(file, '-s', '800');
  // The first click closes the list of what the path could be.
  await box.click(1523, 59);
  await box.click(1523, 59);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await box.visitor("WAYLAND_DISPLAY=wayland-0 wlrctl toplevel close 'title:Ouvrir le fichier'");
  await until('the dialog is gone', async () => (await visit.windows()).length === 1);
}

async function dialogs({ visit, box, page }) {
  await visit.goTo(page.url);
  const save = (file) => fileDialog({ visit, box }, 's', 'e', file);
  await save('/home/visitor/mine.html');
  await until('what is saved in the home is there', async () => (await box.visitor('test -s ~/mine.html')).code === 0);
  const outside = ['/usr/share/mine.html', '/etc/mine.html', '/var/lib/mine.html'];
  for (const file of outside) await save(file);
  assert.equal(await box.run('sh', '-c', `ls ${outside.join(' ')} 2> /dev/null || true`), '');
  await openFile({ visit, box }, '/etc/passwd');
  await until('it is refused', async () => REFUSED.test((await visit.browser.look()).shown));
  return 'what a dialog opens is a blocked page; what it saves is in the session’s folders or nowhere';
}

async function printing({ visit, box, page }) {
  await visit.goTo(page.url);
  await unmoved(visit, () => visit.chord('ctrl', 'p'));
  assert.equal(await visit.browser.inside(DIALOGS), 0);
  assert.equal((await box.visitor('ls ~ | grep -ic pdf')).text.trim(), '0');
  return 'the browser prints nothing (`PrintingEnabled`), and GTK’s dialog offers no file';
}

async function scripts({ visit, box, page }) {
  await visit.goTo(`${page.url}tool.sh`);
  await until('the download', async () => (await box.visitor('test -s ~/tool.sh')).code === 0);
  const { code, text } = await box.visitor('chmod +x ~/tool.sh && ~/tool.sh');
  assert.notEqual(code, 0);
  assert.match(text, /Permission denied/);
  await visit.goTo(`${page.url}helper.xpi`);
  assert.equal(await visit.browser.inside('return (async () => (await AddonManager.getAddonsByTypes(["extension"])).filter((a) => !a.isSystem && !a.isBuiltin).length)()'), 0);
  assert.equal((await box.visitor('test -e ~/it-ran')).code, 1);
  return 'it is in the home, and cannot be run (`noexec`); an add-on is not installed';
}

async function protocols({ visit, page }) {
  await visit.goTo(page.url);
  const programs = await visit.programs();
  for (const address of ['mailto:a@b.example', 'smb://server/share', 'ssh://server', 'tel:1', 'guichet-essai:1', 'apt:foot']) {
    // Typed, it is refused or looked for as words are.
    const typed = await visit.goTo(address);
    assert.match(typed.shown, /^(about:neterror|https?:)/, address);
    assert.deepEqual(typed.windows, [MAIN], address);
    await visit.goTo(page.url);
    // The same as a link of a page.
    await visit.browser.inside('gBrowser.selectedBrowser.loadURI(Services.io.newURI(arguments[0]), { triggeringPrincipal: gBrowser.contentPrincipal })', address);
    await until('it is refused', async () => /^about:neterror/.test((await visit.browser.look()).shown));
    assert.equal(await visit.browser.inside(DIALOGS), 0, address);
  }
  assert.deepEqual(await visit.programs(), programs);
  return '`mailto:`, `smb:`, `ssh:`, `tel:` and two more open nothing, typed or as a link: no dialog, no program';
}

/** By the name of the attempt. */
export const BROWSING = {
  'developer tools': developerTools,
  '`file:`, `view-source:` and `data:` addresses': addresses,
  'open and save dialogs': dialogs,
  'printing to a file': printing,
  'downloaded scripts and AppImages': scripts,
  'external protocols': protocols,
};
