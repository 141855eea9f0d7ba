/** The site's server as its administrator reaches it: through the proxy, whose certificate is checked. */
import { request } from 'node:https';

export class Console {
  constructor(address, host, ca) {
    Object.assign(this, { address, host, ca });
  }

  /** Signs in for the first time, when another password has to be chosen. */
  async enter(login, password, newPassword) {
    await this.ask('POST', '/api/accounts/password/', { login, password, new_password: newPassword });
    this.own = { login, password: newPassword };
    await this.signIn();
  }

  async signIn() {
    this.access = undefined;
    ({ access: this.access } = await this.send('POST', '/api/token/', this.own));
  }

  /** What outlasts a token signs in anew. */
  async ask(method, where, body) {
    try {
      return await this.send(method, where, body);
    } catch (error) {
      if (error.status !== 401 || !this.access) throw error;
      await this.signIn();
      return this.send(method, where, body);
    }
  }

  send(method, where, body) {
    const headers = { host: this.host, 'content-type': 'application/json', ...(this.access && { authorization: `Bearer ${this.access}` }) };
    return new Promise((resolve, reject) => {
      const asked = request({ host: this.address, servername: this.host, ca: this.ca, method, path: where, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (data) => (text += data)).on('end', () => {
          if (answer.statusCode < 300) resolve(text ? JSON.parse(text) : null);
          else reject(Object.assign(new Error(`${method} ${where}: ${answer.statusCode} ${text}`), { status: answer.statusCode }));
        });
      });
      asked.once('error', reject).end(body && JSON.stringify(body));
    });
  }
}
