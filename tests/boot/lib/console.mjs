/** The site's server as its administrator reaches it: through the proxy, whose certificate is checked. */
import { request } from 'node:https';

export class Console {
  constructor(address, host, ca) {
    Object.assign(this, { address, host, ca });
  }

  /** Signs in for the first time, when another password has to be chosen. */
  async enter(login, password, newPassword) {
    await this.ask('POST', '/api/accounts/password/', { login, password, new_password: newPassword });
    ({ access: this.access } = await this.ask('POST', '/api/token/', { login, password: newPassword }));
  }

  ask(method, where, body) {
    const headers = { host: this.host, 'content-type': 'application/json', ...(this.access && { authorization: `Bearer ${this.access}` }) };
    return new Promise((resolve, reject) => {
      const asked = request({ host: this.address, servername: this.host, ca: this.ca, method, path: where, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (data) => (text += data)).on('end', () => {
          if (answer.statusCode < 300) resolve(text ? JSON.parse(text) : null);
          else reject(new Error(`${method} ${where}: ${answer.statusCode} ${text}`));
        });
      });
      asked.once('error', reject).end(body && JSON.stringify(body));
    });
  }
}
