import { useQueryClient } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { Layout as AdminLayout, useLogout } from 'react-admin';
import { listen } from '../base/hotkeys';
import { http } from '../base/http';
import { link } from '../base/link';
import { board } from '../desk/board';
import { outbox } from '../desk/unsent';
import { ConsoleBar } from './ConsoleBar';
import { ShellContext } from './shell';
import { SideMenu } from './SideMenu';
import { UnsentActions } from './UnsentActions';
import { forgetTickets, useTicketOnPaper } from './ticket';

const Palette = lazy(() => import('./Palette'));
const KeysDialog = lazy(() => import('./KeysDialog'));
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
      forgetTickets();
    };
  }, [client]);
}

function useSignOutAtEnd() {
  const logout = useLogout();
  useEffect(() => http.onEnd(() => void logout()), [logout]);
}

export function Layout({ children }: { children?: ReactNode }) {
  const [palette, setPalette] = useState(false);
  const [keys, setKeys] = useState(false);
  const ticket = useTicketOnPaper();
  const shell = useMemo(() => ({ openPalette: () => setPalette(true), openKeys: () => setKeys(true) }), []);
  useLive();
  useSignOutAtEnd();
  useEffect(() => {
    const onPalette = (event: KeyboardEvent) => {
      if (event.code !== 'KeyK' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setPalette((open) => !open);
    };
    window.addEventListener('keydown', onPalette);
    const stopKeys = listen({}, { '?': shell.openKeys });
    return () => {
      window.removeEventListener('keydown', onPalette);
      stopKeys();
    };
  }, [shell]);
  return (
    <ShellContext value={shell}>
      <AdminLayout appBar={ConsoleBar} menu={SideMenu} appBarAlwaysOn>
        <UnsentActions />
        {children}
      </AdminLayout>
      <Suspense>
        {palette && <Palette onClose={() => setPalette(false)} />}
        {keys && <KeysDialog onClose={() => setKeys(false)} />}
        {ticket && <TicketPrinter />}
      </Suspense>
    </ShellContext>
  );
}
