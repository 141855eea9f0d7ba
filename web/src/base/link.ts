import { http } from './http';
import { createRealtime, type Socket } from './realtime';

/** This console's link to the server: all stations and sessions the operator may see. */
export const link = createRealtime({
  ticket: http.ticket,
  open: (protocols) => {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    return new WebSocket(`${scheme}//${location.host}/ws/sessions/`, protocols) as Socket;
  },
  later: (ms, task) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
  random: Math.random,
});

window.addEventListener('online', link.hurry);
window.addEventListener('offline', link.lost);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) link.hurry();
});
