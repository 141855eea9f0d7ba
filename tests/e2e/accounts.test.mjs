/** People and their rights: an account made with its role, second factors, forgotten passwords, logins ended from elsewhere. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Console, launch } from './lib/console.mjs';
import { PASSWORD, Server } from './lib/server.mjs';
import { Sink } from './lib/sink.mjs';
import { totp } from './lib/totp.mjs';
import { until } from './lib/until.mjs';

const NEXT = 'cheval agrafe pile';
let server, browser, sink;

before(async () => {
  sink = await Sink.open();
  [server, browser] = await Promise.all([Server.start({ env: sink.env }), launch()]);
});

after(async () => {
  await browser?.close();
  await server?.stop();
  sink?.close();
});

const item = (page, name) => page.locator(`[role=menuitem][href$="/${name}"]`);

async function signedIn(username, password, options) {
  const desk = await Console.open(browser, server.url, options);
  await desk.login(username, password);
  await desk.page.locator('[role=menuitem]').first().waitFor();
  return desk;
}

/** Makes an account by the API. */
async function account(username, role, more = {}) {
  const access = await server.login('gerant');
  const roles = role ? [{ code: role, scope: 'all' }] : [];
  const body = { username, email: `${username}@guichet.example`, roles, password: PASSWORD, ...more };
  const made = await server.ask('POST', '/api/accounts/users/', body, access);
  const change = { login: username, password: PASSWORD, new_password: NEXT };
  const changed = await fetch(`${server.url}/api/accounts/password/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  assert.ok([200, 403].includes(changed.status));
  return { ...made, access };
}

test('an account is made with a role, and has its menu and its refusals', async () => {
  const desk = await signedIn('gerant');
  const { page } = desk;
  await item(page, 'users').click();
  await page.locator('tbody tr').first().waitFor();
  await desk.assertAccessible('users');
  await desk.picture('accounts-1-users');
  await page.locator('a[href$="/users/create"]').click();
  await page.locator('[name=username]').fill('wenge');
  await page.locator('[name=last_name]').fill('Mayumbe');
  await page.locator('[name=first_name]').fill('Wenge');
  await page.getByRole('button', { name: 'Ajouter' }).click();
  await page.getByRole('combobox', { name: /^Rôle/ }).click();
  await page.getByRole('option', { name: 'Auditeur' }).click();
  await page.getByRole('combobox', { name: /^Lignes/ }).click();
  await page.getByRole('option', { name: 'Tout', exact: true }).click();
  await desk.assertAccessible('new user');
  await desk.picture('accounts-2-new');
  await page.locator('form [type=submit]').click();
  const temporary = (await page.getByTestId('secret').textContent()).trim();
  assert.match(temporary, /^([a-z]{4}-){3}[a-z]{4}$/);
  await desk.assertAccessible('temporary password');
  await desk.picture('accounts-3-temporary');
  await page.getByTestId('secret-close').click();
  await page.getByTestId('account-state').first().waitFor();
  await desk.assertAccessible('user');
  await desk.picture('accounts-4-user');
  await desk.close();

  const own = await Console.open(browser, server.url);
  await own.login('wenge', temporary);
  const form = own.page.getByTestId('new-password-form');
  await form.locator('[name=new_password]').fill(NEXT);
  await form.locator('[name=new_password_again]').fill(NEXT);
  await form.locator('[type=submit]').click();
  await item(own.page, 'logs').waitFor();
  for (const hidden of ['users', 'roles', 'services', 'permissions', 'api-keys', 'visitors']) {
    assert.equal(await item(own.page, hidden).count(), 0, hidden);
  }
  await own.picture('accounts-5-auditor');
  await own.close();
  const access = await server.login('wenge', NEXT);
  await assert.rejects(server.ask('GET', '/api/accounts/users/', undefined, access), /403/);
  await assert.rejects(server.ask('POST', '/api/accounts/roles/', { code: 'x', label: 'x' }, access), /403/);
});

// ACC-039.
test('the administration area opens by its addresses', async (t) => {
  const desk = await signedIn('gerant');
  const { page } = desk;
  for (const [name, shown] of [
    ['users', 'tbody tr'],
    ['roles', '[data-testid=tick-auditeur-journal\\:lire]'],
    ['services', 'main'],
    ['permissions', '[data-testid=permissions] code'],
    ['api-keys', '[data-testid=new-key]'],
  ]) {
    await t.test(name, async () => {
      await page.goto(`/${name}`);
      await page.locator(shown).first().waitFor();
      await page.waitForLoadState('networkidle');
      desk.complaints();
      await desk.assertAccessible(name);
      await desk.picture(`accounts-area-${name}`);
    });
  }
  await desk.close();
});

test('a tick in the matrix gives and takes a permission', async () => {
  const desk = await signedIn('gerant');
  const { page } = desk;
  await item(page, 'roles').click();
  await page.getByTestId('new-role').click();
  const form = page.getByTestId('role-form');
  await form.locator('[name=code]').fill('animateur');
  await form.locator('[name=label]').fill('Animateur');
  await desk.assertAccessible('new role');
  await form.locator('[type=submit]').click();
  const tick = page.getByTestId('tick-animateur-visiteurs:lire');
  // Drawn once the answer is in the cache, a moment after the click.
  await tick.click();
  const access = await server.login('gerant');
  const held = async () => (await server.ask('GET', '/api/accounts/roles/animateur/', undefined, access)).permissions;
  await until('the permission is given', async () => (await held()).includes('visiteurs:lire'));
  await desk.picture('accounts-6-matrix');
  await until('it is drawn', () => tick.isChecked());
  await tick.click();
  await until('the permission is taken', async () => (await held()).length === 0);
  assert.ok(await page.getByTestId('tick-super_admin-visiteurs:lire').isDisabled());
  await page.getByTestId('edit-role-animateur').click();
  await page.getByTestId('remove-role').click();
  await until('the role is gone', async () => (await tick.count()) === 0);
  assert.deepEqual(desk.complaints(), []);
  await desk.close();
});

test('a second factor is turned on, and asked for at the login', async () => {
  await account('safou', 'auditeur');
  const desk = await signedIn('safou', NEXT);
  const { page } = desk;
  await page.goto('/account');
  const card = page.getByTestId('factor-card');
  await card.waitFor();
  await desk.assertAccessible('own account');
  await desk.picture('accounts-7-own');
  await card.getByRole('button').click();
  await page.locator('[name=factor_password]').fill(NEXT);
  await page.locator('[data-testid=factor-card] [type=submit]').click();
  const secret = (await page.getByTestId('totp-secret').textContent()).trim();
  await desk.assertAccessible('QR code');
  await desk.picture('accounts-8-qr');
  await page.locator('[name=otp]').fill(totp(secret));
  await page.locator('form:has([name=otp]) [type=submit]').click();
  const codes = (await page.getByTestId('secret').textContent()).trim().split('\n');
  assert.equal(codes.length, 10);
  await desk.picture('accounts-9-codes');
  await page.getByTestId('codes-kept').click();
  await page.locator('[data-testid=factor-card][data-enabled=true]').waitFor();
  // New codes take both factors: the password alone is refused.
  await card.getByRole('button').first().click();
  await page.locator('[name=factor_password]').fill(NEXT);
  await page.locator('[data-testid=factor-card] [type=submit]').click();
  await card.getByRole('alert').waitFor();
  await page.locator('[name=factor_code]').fill(codes[0]);
  await desk.assertAccessible('both factors');
  await desk.picture('accounts-9b-both-factors');
  await page.locator('[data-testid=factor-card] [type=submit]').click();
  await page.getByTestId('secret').waitFor();
  await page.getByTestId('codes-kept').or(page.getByTestId('secret-close')).first().click();
  await desk.close();

  const again = await Console.open(browser, server.url);
  await again.login('safou', NEXT);
  const form = again.page.getByTestId('otp-form');
  await form.locator('[name=otp]').fill('000000');
  await again.assertAccessible('code');
  await again.picture('accounts-10-code');
  await form.locator('[type=submit]').click();
  await again.page.getByTestId('login-refusal').waitFor();
  // The code of the period of the confirmation was used: the next one is good.
  await form.locator('[name=otp]').fill(totp(secret, Date.now() + 30_000));
  await form.locator('[type=submit]').click();
  await item(again.page, 'logs').waitFor();
  await again.close();
});

test('a role that asks for a second factor has it enrolled before anything else', async () => {
  const { access } = await account('iroko', 'comptable');
  await server.ask('PATCH', '/api/accounts/roles/comptable/', { require_2fa: true }, access);
  const desk = await Console.open(browser, server.url);
  await desk.login('iroko', NEXT);
  await desk.page.getByTestId('enrol-form').waitFor();
  const secret = (await desk.page.getByTestId('totp-secret').textContent()).trim();
  await desk.assertAccessible('enrolment');
  await desk.picture('accounts-11-enrol');
  await desk.page.locator('[name=otp]').fill(totp(secret));
  await desk.page.locator('form [type=submit]').click();
  await desk.page.getByTestId('codes-kept').click();
  await item(desk.page, '').first().waitFor();
  await desk.close();
});

test('a forgotten password is replaced through the letter’s link', async () => {
  await account('tamarin', 'auditeur');
  const desk = await Console.open(browser, server.url);
  const { page } = desk;
  await page.goto('/');
  await page.getByTestId('login-form').locator('a[href="/forgotten-password"]').click();
  const form = page.getByTestId('forgotten-form');
  await form.locator('[name=email]').fill('tamarin@guichet.example');
  await desk.assertAccessible('forgotten');
  await desk.picture('accounts-12-forgotten');
  await form.locator('[type=submit]').click();
  await page.getByTestId('link-sent').waitFor();
  const link = await sink.link('tamarin@guichet.example');
  await page.goto(link);
  const choose = page.getByTestId('choose-form');
  await choose.locator('[name=new_password]').fill('1234567890');
  assert.ok(!page.url().includes('#'), 'the token stays in the address');
  await choose.locator('[name=new_password_again]').fill('1234567890');
  await choose.locator('[type=submit]').click();
  await choose.locator('.MuiFormHelperText-root.Mui-error').waitFor();
  await choose.locator('[name=new_password]').fill('une autre phrase longue');
  await choose.locator('[name=new_password_again]').fill('une autre phrase longue');
  await desk.assertAccessible('choose');
  await desk.picture('accounts-13-choose');
  await choose.locator('[type=submit]').click();
  await page.getByTestId('password-chosen').waitFor();
  await desk.close();
  await assert.rejects(server.login('tamarin', NEXT), /401/);
  assert.ok(await server.login('tamarin', 'une autre phrase longue'));
});

test('another address counts once its letter is answered', async () => {
  await account('badamier', 'auditeur');
  const desk = await signedIn('badamier', NEXT);
  const { page } = desk;
  await page.goto('/account');
  const form = page.getByTestId('profile-form');
  await form.locator('[name=email]').fill('badamier@autre.example');
  await form.locator('[name=current_password]').fill(NEXT);
  await desk.picture('accounts-17-address');
  await form.locator('[type=submit]').click();
  await until('the old address is shown', async () => (await form.locator('[name=email]').inputValue()) === 'badamier@guichet.example');
  const link = await sink.link('badamier@autre.example');
  await page.goto(link);
  await page.locator('[data-testid=confirmation].MuiAlert-colorSuccess').waitFor();
  await desk.assertAccessible('confirmed address');
  await desk.picture('accounts-18-confirmed');
  assert.ok(!page.url().includes('#'), 'the token stays in the address');
  await page.goto('/account');
  await until('the new address is shown', async () => (await form.locator('[name=email]').inputValue()) === 'badamier@autre.example');
  await desk.close();
});

test('whoever registers chooses the password with the link', async () => {
  const body = { email: 'filao@autre.example', first_name: 'Filao', last_name: 'Vacoa' };
  await server.ask('POST', '/api/accounts/register/', body);
  const desk = await Console.open(browser, server.url);
  const { page } = desk;
  await page.goto(await sink.link('filao@autre.example'));
  const choose = page.getByTestId('choose-form');
  await choose.locator('[name=new_password]').fill(NEXT);
  await choose.locator('[name=new_password_again]').fill(NEXT);
  await desk.assertAccessible('registration');
  await choose.locator('[type=submit]').click();
  await page.getByTestId('password-chosen').waitFor();
  await desk.close();
  assert.ok(await server.login('filao@autre.example', NEXT));
});

test('a login that is ended elsewhere is thrown out', async () => {
  await account('letchi', 'auditeur');
  const here = await signedIn('letchi', NEXT);
  const there = await signedIn('letchi', NEXT);
  await here.page.goto('/account');
  const logins = here.page.getByTestId('logins');
  await here.page.getByTestId('login-current').waitFor();
  await here.picture('accounts-14-logins');
  // The one of the change of password, and the other window's.
  while (await here.page.getByTestId('login-other').count()) {
    const before = await here.page.getByTestId('login-other').count();
    await logins.getByTestId('login-other').first().getByRole('button').click();
    await until('it is ended', async () => (await here.page.getByTestId('login-other').count()) < before);
  }
  // Its line to the server ended with its login: it is out without a click.
  await there.page.getByTestId('login-form').waitFor();
  await item(here.page, 'logs').click();
  await here.page.locator('tbody tr').first().waitFor();
  await here.close();
  await there.close();
});

test('an API key is made, opens its scope, and is revoked', async () => {
  const desk = await signedIn('gerant');
  const { page } = desk;
  await item(page, 'api-keys').click();
  await page.getByTestId('new-key').click();
  const form = page.getByTestId('key-form');
  await form.locator('[name=name]').fill('Tableau de bord');
  await form.locator('#key-scopes').fill('sessions:lire');
  await page.getByRole('option', { name: 'sessions:lire' }).click();
  await form.locator('[name=key_password]').fill(PASSWORD);
  await desk.picture('accounts-15-key');
  await form.locator('[type=submit]').click();
  const key = (await page.getByTestId('secret').textContent()).trim();
  await desk.assertAccessible('key');
  await page.getByTestId('secret-close').click();
  await page.getByTestId('api-key').waitFor();
  await desk.picture('accounts-16-keys');
  assert.ok(await server.ask('GET', '/api/sessions/', undefined, key));
  await assert.rejects(server.ask('GET', '/api/utilisateurs/', undefined, key), /403/);
  await page.getByTestId('api-key').getByRole('button').click();
  await page.locator('[role=dialog] .ra-confirm').click();
  await until('the key is refused', () => server.ask('GET', '/api/sessions/', undefined, key).then(() => false, (error) => /401/.test(error)));
  await desk.close();
});

for (const width of [360, 768]) {
  test(`the administration area fits ${width} pixels`, async () => {
    const desk = await signedInNarrow(width);
    const { page } = desk;
    for (const name of ['users', 'roles', 'services', 'permissions', 'api-keys', 'account', 'users/create']) {
      await page.goto(`/${name}`);
      await page.locator('main h1, header h1, h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${name}: ${wide} pixels wide`);
      await desk.assertAccessible(`${name} at ${width}`);
      await desk.picture(`accounts-${width}-${name.replace('/', '-')}`);
    }
    await desk.close();
  });
}

async function signedInNarrow(width) {
  const desk = await Console.open(browser, server.url, { viewport: { width, height: 800 } });
  await desk.login('gerant');
  await desk.tile('PC-01').waitFor();
  return desk;
}
