/** The visitor's desktop with its real programs, from the real package: what it offers, what it refuses, what is left of it. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, Server } from '../e2e/lib/server.mjs';
import { until } from '../e2e/lib/until.mjs';
import { Box } from './lib/box.mjs';
import { BROWSING } from './lib/browsing.mjs';
import { freePort, site, Visit } from './lib/visit.mjs';
import { MACRO_DOCUMENT, pdf } from './lib/documents.mjs';

const { KIOSK_ROOT: root, KIOSK_DEB: deb } = process.env;
const RULES = '/usr/lib/libreoffice/share/registry/guichet.xcd';
const PICTURES = path.join(ROOT, 'target/kiosk');
let server, access, manager, box, page, port, current;

before(async () => {
  await mkdir(PICTURES, { recursive: true });
  [server, page, port] = await Promise.all([Server.start(), site(), freePort()]);
  [access, manager] = [await server.login(), await server.login('gerant')];
  box = await Box.start({ server, root, deb, drive: port });
  await box.says(/state: locked/);
});

after(async () => {
  page?.close();
  await box?.stop();
  await server?.stop();
});

const picture = (name) => box.picture(path.join(PICTURES, `desktop-${name}.png`));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function opened() {
  // One that failed leaves its session open.
  if (current) await ended(current);
  const session = await server.ask('POST', '/api/sessions/', { minutes: 60 }, access);
  const mark = box.mark();
  await box.type(session.code);
  await box.says(/screen: open/, mark);
  await until('the desktop is on the screen', () => box.showsDesktop());
  current = Object.assign(new Visit(box, port), { id: session.id });
  return current;
}

/** Ends it; gives how long the home took to be gone, in milliseconds. */
async function ended({ id, browser }) {
  browser?.close();
  current = undefined;
  const mark = box.mark();
  await server.ask('POST', `/api/sessions/${id}/terminate/`, {}, access);
  const [end, gone] = [await box.says(/state: ended/, mark), await box.says(/desktop: gone/, mark)];
  await box.says(/state: locked/, mark);
  assert.equal(await box.processes('visitor'), 0);
  return gone.at - end.at;
}

/** What the station's desktop offers from now on. */
async function offer(own) {
  const { results: [{ station_id: station }] } = await server.ask('GET', '/api/sessions/', undefined, access);
  await server.ask('PUT', `/api/postes/${station}/reglages/`, own, manager);
}

/** Opens the document with the macro in a new LibreOffice. */
async function macroRuns(visit) {
  await box.visitor('pkill soffice; sleep 2; rm -rf ~/.config/libreoffice ~/macro-ran; true');
  await box.visitor('WAYLAND_DISPLAY=wayland-0 LANG=fr_FR.UTF-8 setsid libreoffice ~/macro.fodt > /dev/null 2>&1 &');
  await until('the document', async () => (await visit.windows()).some((title) => /macro\.fodt/.test(title)));
  await pause(4000);
  return (await box.visitor('test -e ~/macro-ran')).code === 0;
}

test('the desktop', async (t) => {
  await t.test('a panel, tiles and a menu, in French, and programs that open from it', async () => {
    const visit = await opened();
    await pause(3000);
    await picture('1-empty');
    await box.click(60, 1030);
    await until('the menu', async () => (await box.visitor('pgrep -x fuzzel')).code === 0);
    await pause(1000);
    await picture('2-menu');
    await box.typeInside('-k', 'Escape');
    await visit.choose('Mes fichiers', /thunar/i);
    await visit.choose('Documents PDF', /evince/i);
    await visit.choose('Bureautique', /libreoffice/i);
    await visit.choose('Internet', /firefox/i);
    await pause(3000);
    await picture('3-programs');
    assert.match((await box.visitor('tr "\\0" "\\n" < /proc/$(pgrep -ox waybar)/environ')).text, /^LANG=fr_FR\.UTF-8$/m);
    await ended(visit);
  });

  await t.test('only what the station’s setting offers, and the language of the lock screen', async () => {
    await offer({ applications: ['browser', 'files'], home_page: page.url });
    await box.keys('-k', 'F2');
    const visit = await opened();
    await pause(3000);
    await picture('4-english-two');
    assert.equal((await box.visitor('cat /run/visitor/menu | tr "\\0" "\\n" | grep -av icon')).text.trim(), 'Internet\nMy files');
    assert.equal((await box.visitor('ls /run/visitor | grep open-')).text.trim(), 'open-browser\nopen-files\nopen-menu');
    const browser = await visit.browse();
    await until('the home page', async () => (await browser.look()).shown === page.url);
    assert.equal(await browser.inside('return Services.locale.appLocaleAsBCP47'), 'en-US');
    // No other program opens what is not offered; the last test of a PDF shows that it would.
    await box.visitor(`echo ${pdf('Bonjour').toString('base64')} | base64 -d > ~/billet.pdf`);
    await visit.choose('My files', /thunar/i);
    await pause(2000);
    await visit.openFile('billet');
    await pause(4000);
    assert.ok(!(await visit.programs()).includes('evince'));
    await picture('4-not-offered');
    await ended(visit);
    await offer({ applications: ['browser', 'office', 'documents', 'files'], home_page: page.url });
  });

  await t.test('the browser, under its policies', async (t) => {
    const visit = await opened();
    const browser = await visit.browse();
    assert.equal(await browser.inside('return Services.locale.appLocaleAsBCP47'), 'fr');
    assert.equal(await browser.inside('return Services.policies.status'), 1, 'the policies were read');
    for (const [name, attempt] of Object.entries(BROWSING)) {
      await t.test(name, async () => {
        try {
          await attempt({ visit, box, page });
        } finally {
          await picture(`5-${name.replace(/[^a-z]+/g, '-')}`);
        }
      });
    }
    await t.test('a download lands in the home, and is gone afterwards', async () => {
      await visit.goTo(`${page.url}letter.txt`);
      await until('the letter', async () => (await box.visitor('cat ~/letter.txt')).text === 'a letter');
    });
    await ended(visit);
    const next = await opened();
    assert.equal((await box.visitor('find ~ -name "*.txt" -o -name "*.sh" -o -name .mozilla')).text.trim(), '');
    await ended(next);
  });

  await t.test('LibreOffice writes a letter; no macro runs', async () => {
    const visit = await opened();
    await visit.choose('Bureautique', /LibreOffice/);
    await pause(4000);
    // By the mouse: a click reaches the program.
    await box.click(120, 313);
    await until('a new text', async () => (await visit.windows()).some((title) => /Sans nom 1.*Writer/.test(title)));
    await pause(2000);
    await box.typeInside('Bonjour le monde', '-M', 'ctrl', '-k', 's', '-m', 'ctrl');
    await until('the dialog', async () => (await visit.windows()).some((title) => /Enregistrer/.test(title)));
    await box.typeInside('-M', 'ctrl', '-k', 'a', '-m', 'ctrl', 'lettre');
    await box.press('Return');
    await until('the letter', async () => (await box.visitor('test -s ~/lettre.odt')).code === 0);
    await picture('6-writer');
    await box.visitor(`echo ${Buffer.from(MACRO_DOCUMENT).toString('base64')} | base64 -d > ~/macro.fodt`);
    // The same document with macros let in: it would do something.
    const rules = await box.run('cat', RULES);
    await box.write(RULES, rules.replace(/(MacroSecurityLevel.*<value>)3/, '$10').replace(/(DisableMacrosExecution.*<value>)true/, '$1false'));
    assert.equal(await macroRuns(visit), true);
    await box.write(RULES, rules);
    assert.equal(await macroRuns(visit), false);
    await picture('7-macro');
    await visit.chord('ctrl', 'alt', 'e');
    await until('the extensions', async () => (await visit.windows()).some((title) => /Extensions/.test(title)));
    await picture('7-extensions');
    await ended(visit);
  });

  await t.test('a PDF is read; the files shown are the visitor’s; there is no terminal', async () => {
    const visit = await opened();
    await box.visitor(`echo ${pdf('Bonjour').toString('base64')} | base64 -d > ~/billet.pdf`);
    await visit.choose('Mes fichiers', /thunar/i);
    await pause(2000);
    await picture('8-files');
    await visit.openFile('billet');
    await until('the PDF', async () => (await visit.windows()).some((title) => /evince.*billet/i.test(title)));
    await pause(2000);
    await picture('9-pdf');
    for (const hidden of ['/var/lib/guichet-kiosk', '/run/kiosk', '/root', '/etc/shadow', '/etc/guichet/kiosk.env']) {
      assert.notEqual((await box.visitor(`test -d ${hidden} && ls ${hidden} || cat ${hidden}`)).code, 0, hidden);
    }
    assert.match((await box.visitor('foot')).text, /Permission denied/);
    assert.equal((await box.visitor('env | grep -c GUICHET_ENROL')).text.trim(), '0');
    await ended(visit);
  });

  await t.test('the end, with Firefox and LibreOffice open', async (t) => {
    const visit = await opened();
    await visit.browse();
    await visit.choose('Bureautique', /LibreOffice/);
    await box.visitor('m=MARK; echo x > ~/${m}ER-8');
    t.diagnostic(`the home was gone after ${Math.round(await ended(visit))} ms`);
    assert.equal(await box.run('sh', '-c', 'm=MARK; find / -xdev -name "${m}ER-8" -o -xdev -user visitor ! -path "/proc/*" 2> /dev/null; true'), '');
  });
});

test('two screens have one desktop', async () => {
  // The network card of the first one is this one's, too: no two stations have the same.
  const two = await Box.start({ server, root, deb, name: 'PC-02', more: 'WLR_HEADLESS_OUTPUTS=2\nGUICHET_INTERFACE=lo\n' });
  try {
    await two.says(/state: locked/);
    const { code } = await server.ask('POST', '/api/sessions/', { minutes: 60 }, access);
    await two.type(code);
    for (const output of ['HEADLESS-1', 'HEADLESS-2']) await until(`a desktop on ${output}`, () => two.showsDesktop(output));
    await pause(3000);
    await two.picture(path.join(PICTURES, 'desktop-10-two-screens.png'));
    assert.equal((await two.visitor('WAYLAND_DISPLAY=wayland-0 wayland-info -i wl_output | grep -c "interface:"')).text.trim(), '2');
  } finally {
    await two.stop();
  }
});

test('the desktop fits a small screen', async () => {
  await box.resize(1024, 768);
  const visit = await opened();
  await pause(3000);
  await picture('11-small');
  await visit.choose('Internet', /firefox/i);
  await pause(3000);
  await picture('12-small-browser');
  await ended(visit);
});
