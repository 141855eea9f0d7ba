import { Wire } from './wire.mjs';

/** Stations on line and sessions at some of them: minutes by station, `PC-01` first; 0 for none. */
export async function occupied(server, minutes) {
  const access = await server.login();
  const { results: visitors } = await server.ask('GET', '/api/utilisateurs/?page_size=8', undefined, access);
  const wires = [];
  const sessions = [];
  for (const [index, granted] of minutes.entries()) {
    const wire = await Wire.open(server, `PC-${String(index + 1).padStart(2, '0')}`);
    wires.push(wire);
    if (granted === 0) continue;
    const draft = { minutes: granted, visitor_id: visitors[index]?.id ?? null, station_id: wire.id };
    const session = await server.ask('POST', '/api/sessions/', draft, access);
    await server.ask('POST', `/api/sessions/${session.id}/start/`, { station_id: wire.id }, access);
    sessions.push(session);
  }
  return { access, wires, sessions, close: () => wires.forEach((wire) => wire.close()) };
}
