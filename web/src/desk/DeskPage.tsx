import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Title, usePermissions } from 'react-admin';
import { Navigate } from 'react-router-dom';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';
import { useLinkStatus } from '../base/useStatus';
import { modules } from '../modules';
import { useBoard } from './board';
import { BulkBar } from './BulkBar';
import type { Asking } from './BulkDialog';
import { OpenCalls } from './Calls';
import { DeskTools } from './DeskTools';
import { EnrolmentBanner } from './Enrolments';
import { marks } from './marked';
import { Overview } from './Overview';
import { Plan } from './Plan';
import { useLooking, useRoom, useRoomNames } from './rooms';
import { useDeskAddress } from './selection';
import { StateFilter } from './StateFilter';
import { useDeskKeys } from './useDeskKeys';

/** A desk on a weak link sees its plan before it gets what acts on it. */
const loadPanel = () => import('./StationPanel');
const loadEnd = () => import('./TerminateDialog');
const loadTime = () => import('./TimeDialog');
const StationPanel = lazy(loadPanel);
const TerminateDialog = lazy(loadEnd);
const TimeDialog = lazy(loadTime);
const SessionDialog = lazy(() => import('./SessionDialog'));
const StationTable = lazy(() => import('./StationTable'));
const PlanEditor = lazy(() => import('./PlanEditor'));
const BulkDialog = lazy(() => import('./BulkDialog'));

/** The shortcuts are printed on its buttons, and count there. */
const KEYS = { 'data-hotkeys': '' };

/** The first page: the plan, or what the role opens first. */
export default function DeskPage() {
  const can = useCan();
  const { isPending } = usePermissions();
  if (isPending) return null;
  return can('postes:lire') ? <Desk /> : <FirstPage />;
}

/** Who sees no station begins with the first list there is. */
function FirstPage() {
  const t = useT();
  const can = useCan();
  const first = modules.find(({ rights }) => rights.list && can(rights.list));
  if (first) return <Navigate to={`/${first.name}`} replace />;
  return <Typography sx={{ py: 8, textAlign: 'center' }}>{t('floor.nothing_to_see')}</Typography>;
}

function Desk() {
  const t = useT();
  const can = useCan();
  const address = useDeskAddress();
  const room = useRoom(address.zone);
  const shown = useLooking(room, address.tones);
  const names = useRoomNames();
  const wide = useMediaQuery<Theme>((theme) => theme.breakpoints.up('lg'));
  const chosen = useBoard((state) => (address.station ? state.stations.get(address.station) : undefined));
  const [ending, setEnding] = useState(false);
  const [selling, setSelling] = useState(false);
  const running = useBoard((state) => (chosen ? state.byStation.get(chosen.id) : undefined));
  const [asking, setAsking] = useState<Asking | null>(null);
  const { choose, arrange } = address;
  const close = useCallback(() => choose(null), [choose]);
  const editing = address.editing && can('zones:gerer');
  useEffect(() => () => marks.clear(), []);
  useSoon(loadPanel, loadEnd);
  useDeskKeys({
    stationId: chosen?.id ?? null,
    create: () => can('sessions:creer') && address.create(),
    terminate: () => setEnding(true),
    sellTime: () => setSelling(true),
    ask: setAsking,
    markAll: () => marks.set(shown.map(({ id }) => id)),
    close,
  });

  const panel = chosen ? (
    <Suspense>
      <StationPanel
        station={chosen}
        onClose={close}
        onTerminate={() => setEnding(true)}
        onSellTime={() => setSelling(true)}
        onCreate={() => address.create()}
      />
    </Suspense>
  ) : (
    <Overview onChoose={choose} />
  );
  const floor = editing ? (
    <Suspense>
      <PlanEditor zone={address.zone} onDone={() => arrange(false)} />
    </Suspense>
  ) : address.view === 'table' ? (
    <Suspense>
      <StationTable stations={shown} chosen={address.station} onChoose={choose} />
    </Suspense>
  ) : (
    <Plan stations={shown} chosen={address.station} onChoose={choose} follow={wide} />
  );

  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 300px' } }}>
      <Title title={t('desk.title')} />
      <Box sx={{ minWidth: 0 }}>
        <OpenCalls onChoose={choose} onSell={can('sessions:creer') ? address.createFor : undefined} />
        <EnrolmentBanner />
        <DeskTools
          rooms={names}
          address={address}
          onCreate={can('sessions:creer') ? () => address.create() : undefined}
        />
        {!editing && <StateFilter stations={room} chosen={address.tones} onChange={address.showStates} />}
        {floor}
        {!editing && <BulkBar onAsk={(action) => setAsking({ action, ids: [...marks.all()] })} />}
      </Box>
      {wide ? (
        <Box component="aside" aria-label={t('desk.summary')} sx={{ minWidth: 0 }}>
          <Box sx={{ position: 'sticky', top: 72 }}>{panel}</Box>
        </Box>
      ) : (
        <>
          {!chosen && <Overview onChoose={choose} />}
          <Drawer
            anchor="bottom"
            open={Boolean(chosen)}
            onClose={close}
            slotProps={{
              paper: { 'aria-label': chosen?.name, ...KEYS, sx: { borderRadius: '16px 16px 0 0', maxHeight: '85vh' } },
            }}
          >
            {chosen && panel}
          </Drawer>
        </>
      )}
      <Suspense>
        {chosen && ending && <TerminateDialog station={chosen} open onClose={() => setEnding(false)} />}
        {chosen && running && selling && (
          <TimeDialog
            target={{ id: running.session_id, name: chosen.name }}
            stationId={chosen.id}
            onClose={() => setSelling(false)}
          />
        )}
        {asking && <BulkDialog asking={asking} onClose={() => setAsking(null)} />}
        {address.creating && (
          <SessionDialog
            stationId={address.station}
            visitorId={address.visitor}
            minutes={address.minutes}
            creditId={address.credit}
            onClose={address.closeCreation}
          />
        )}
      </Suspense>
    </Box>
  );
}

/** Fetches what will be wanted, once the plan is live. */
function useSoon(...loads: (() => Promise<unknown>)[]) {
  const live = useLinkStatus() === 'live';
  const wanted = useRef(loads);
  useEffect(() => {
    if (!live) return;
    const timer = setTimeout(() => wanted.current.forEach((load) => void load().catch(() => {})), 500);
    return () => clearTimeout(timer);
  }, [live]);
}
