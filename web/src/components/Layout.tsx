import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { Layout as AdminLayout, useLogout, useNotify, useSidebarState } from 'react-admin';
import { isTyping, listen } from '../base/hotkeys';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { link } from '../base/link';
import { UnsentError } from '../base/outbox';
import { reasonOf } from '../base/problem';
import { preferences } from '../base/preferences';
import { board } from '../desk/board';
import { marks } from '../desk/marked';
import { undoing } from '../desk/undo';
import { outbox } from '../desk/unsent';
import { ConsoleBar } from './ConsoleBar';
import { ReleaseNotice } from './ReleaseNotice';
import { MaintenanceNotice } from './MaintenanceNotice';
import { ShellContext } from './shell';
import { SideMenu } from './SideMenu';
import { UndoBar } from './UndoBar';
import { UnsentActions } from './UnsentActions';
import { printPaper, usePaper } from './paper';
import { useAttention } from './useAttention';
import { useScanner } from './useScanner';
import { forgetTickets, useTicketOnPaper } from './ticket';

const Palette = lazy(() => import('./Palette'));
const KeysDialog = lazy(() => import('./KeysDialog'));
const PaperPrinter = lazy(() => import('./PaperPrinter'));
const TicketPrinter = lazy(() => import('./TicketPrinter'));

/** Lists follow the frames, but not each of a burst. */
const FOLLOW_MS = 1_000;
const FOLLOWERS = [['sessions'], ['stations', 'getList'], ['stations', 'getOne']];

function useLive() {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopBoard = link.onFrame(board.apply);
    const stopLists = link.onFrame((frame) => {
      const quiet =
        frame.type === 'warning' || frame.type === 'error' || (frame.type === 'time_update' && !frame.session);
      if (quiet || timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        for (const queryKey of FOLLOWERS) void client.invalidateQueries({ queryKey });
      }, FOLLOW_MS);
    });
    link.start();
    return () => {
      clearTimeout(timer);
      stopBoard();
      stopLists();
      link.stop();
      outbox.giveUp();
      board.clear();
      marks.clear();
      undoing.forget();
      forgetTickets();
      printPaper(null);
    };
  }, [client]);
}

/** What was left unsent when the page went away goes on its way, and its fate is told. */
function useUnsentAgain() {
  const t = useT();
  const notify = useNotify();
  const latest = useRef({ t, notify });
  latest.current = { t, notify };
  useEffect(() => {
    for (const { letter, answer } of outbox.resume()) {
      const { what } = letter;
      const tell = (text: string, type: 'success' | 'error') =>
        latest.current.notify(text, { type, autoHideDuration: 8000 });
      answer.then(
        () => tell(latest.current.t('unsent.sent', { what }), 'success'),
        (error: unknown) =>
          tell(
            error instanceof UnsentError
              ? latest.current.t('unsent.given_up', { what })
              : latest.current.t('desk.rolled_back', { name: what, reason: reasonOf(error) }),
            'error',
          ),
      );
    }
  }, []);
}

/** What the operator arranged at another desk is here as well. */
function usePreferences() {
  useEffect(() => {
    void preferences.adopt().catch(() => {});
  }, []);
}

function useSignOutAtEnd() {
  const logout = useLogout();
  useEffect(() => http.onEnd(() => void logout()), [logout]);
}

/** On a phone the menu covers the page: a page that was loaded begins without it. */
function useMenuShut() {
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'), { noSsr: true });
  const [, setOpen] = useSidebarState();
  useEffect(() => {
    if (phone) setOpen(false);
    // The setter is another one each time: only the width counts.
  }, [phone]);
}

export function Layout({ children }: { children?: ReactNode }) {
  const [palette, setPalette] = useState(false);
  const [keys, setKeys] = useState(false);
  const ticket = useTicketOnPaper();
  const paper = usePaper();
  const shell = useMemo(() => ({ openPalette: () => setPalette(true), openKeys: () => setKeys(true) }), []);
  useLive();
  useUnsentAgain();
  usePreferences();
  useSignOutAtEnd();
  useMenuShut();
  useScanner();
  useAttention();
  useEffect(() => {
    const onPalette = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      if (event.key.toLowerCase() === 'z' && !event.shiftKey && !isTyping(event)) undoing.run();
      if (event.code !== 'KeyK') return;
      event.preventDefault();
      setPalette((open) => !open);
    };
    window.addEventListener('keydown', onPalette);
    const stopKeys = listen({}, { '?': shell.openKeys, '/': shell.openPalette });
    return () => {
      window.removeEventListener('keydown', onPalette);
      stopKeys();
    };
  }, [shell]);
  return (
    <ShellContext value={shell}>
      <AdminLayout appBar={ConsoleBar} menu={SideMenu} appBarAlwaysOn>
        <ReleaseNotice />
        <MaintenanceNotice />
        <UnsentActions />
        {children}
      </AdminLayout>
      <Suspense>
        {palette && <Palette onClose={() => setPalette(false)} />}
        {keys && <KeysDialog onClose={() => setKeys(false)} />}
        {ticket && <TicketPrinter />}
        {paper && <PaperPrinter />}
      </Suspense>
      <UndoBar />
    </ShellContext>
  );
}
