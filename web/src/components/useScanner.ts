import { useEffect, useRef } from 'react';
import { useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import type { Session } from '../api/types';
import { useCan } from '../base/access';
import { http } from '../base/http';
import { isTyping } from '../base/hotkeys';
import { useT } from '../base/i18n';
import { ProblemError, reasonOf } from '../base/problem';
import { createScanner } from '../base/scanner';

/** The first of these codes that has a session here; null when none has. */
async function sessionOf(codes: string[]): Promise<Session | null> {
  for (const code of codes) {
    try {
      return await http.post<Session>('/api/sessions/par_code/', { code });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status !== 404) throw error;
    }
  }
  return null;
}

/** A ticket read anywhere opens its session; what is read into a field stays there. */
export function useScanner() {
  const t = useT();
  const notify = useNotify();
  const navigate = useNavigate();
  const can = useCan();
  const find = async (codes: string[]) => {
    if (!can('sessions:lire')) return;
    try {
      const session = await sessionOf(codes);
      if (session) void navigate(`/sessions/${session.id}/show`);
      else notify(t('floor.scan.unknown'), { type: 'warning', autoHideDuration: 5000 });
    } catch (error) {
      notify(t('floor.scan.failed', { reason: reasonOf(error) }), { type: 'error', autoHideDuration: 8000 });
    }
  };
  const latest = useRef(find);
  latest.current = find;
  useEffect(() => {
    const scanner = createScanner((codes) => void latest.current(codes));
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || !scanner(event)) return;
      // The Enter of the scanner is not one for the button that has the keyboard.
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}
