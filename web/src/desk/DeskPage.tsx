import Add from '@mui/icons-material/Add';
import GridView from '@mui/icons-material/GridView';
import TableRows from '@mui/icons-material/TableRows';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { Theme } from '@mui/material/styles';
import { lazy, Suspense, useCallback, useState } from 'react';
import { Title } from 'react-admin';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';
import { KeyHint } from '../components/KeyHint';
import { useBoard } from './board';
import { OpenCalls } from './Calls';
import { EnrolmentBanner } from './Enrolments';
import { LinkChip } from './LinkChip';
import { Overview } from './Overview';
import { Plan } from './Plan';
import { useDeskAddress } from './selection';
import { StationPanel } from './StationPanel';
import { TerminateDialog } from './TerminateDialog';
import { useDeskKeys } from './useDeskKeys';
import { useRoom, useZones, zoneNames } from './zones';

const SessionDialog = lazy(() => import('./SessionDialog'));
const StationTable = lazy(() => import('./StationTable'));

export default function DeskPage() {
  const t = useT();
  const can = useCan();
  const address = useDeskAddress();
  const zones = useZones();
  const room = useRoom(zones, address.zone);
  const wide = useMediaQuery<Theme>((theme) => theme.breakpoints.up('lg'));
  const chosen = useBoard((state) => (address.station ? state.stations.get(address.station) : undefined));
  const [ending, setEnding] = useState(false);
  const { choose } = address;
  const close = useCallback(() => choose(null), [choose]);
  useDeskKeys({
    stationId: chosen?.id ?? null,
    create: () => can('sessions:creer') && address.create(),
    terminate: () => setEnding(true),
    close,
  });

  const panel = chosen ? (
    <StationPanel
      station={chosen}
      zone={zones.get(chosen.id) ?? null}
      onClose={close}
      onTerminate={() => setEnding(true)}
      onCreate={() => address.create()}
    />
  ) : (
    <Overview />
  );

  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) 300px' } }}>
      <Title title={t('desk.title')} />
      <Box sx={{ minWidth: 0 }}>
        <OpenCalls zones={zones} onChoose={choose} onSell={can('sessions:creer') ? address.createFor : undefined} />
        <EnrolmentBanner />
        <Toolbar
          zones={zoneNames(zones)}
          address={address}
          onCreate={can('sessions:creer') ? () => address.create() : undefined}
        />
        {address.view === 'table' ? (
          <Suspense>
            <StationTable stations={room} zones={zones} chosen={address.station} onChoose={choose} />
          </Suspense>
        ) : (
          <Plan stations={room} zones={zones} chosen={address.station} onChoose={choose} />
        )}
      </Box>
      {wide ? (
        <Box component="aside" aria-label={t('desk.summary')} sx={{ minWidth: 0 }}>
          <Box sx={{ position: 'sticky', top: 72 }}>{panel}</Box>
        </Box>
      ) : (
        <>
          {!chosen && <Overview />}
          <Drawer
            anchor="bottom"
            open={Boolean(chosen)}
            onClose={close}
            slotProps={{
              paper: { 'aria-label': chosen?.name, sx: { borderRadius: '16px 16px 0 0', maxHeight: '85vh' } },
            }}
          >
            {chosen && panel}
          </Drawer>
        </>
      )}
      {chosen && <TerminateDialog station={chosen} open={ending} onClose={() => setEnding(false)} />}
      {address.creating && (
        <Suspense>
          <SessionDialog
            stationId={address.station}
            visitorId={address.visitor}
            minutes={address.minutes}
            zones={zones}
            onClose={address.closeCreation}
          />
        </Suspense>
      )}
    </Box>
  );
}

interface ToolbarProps {
  zones: string[];
  address: ReturnType<typeof useDeskAddress>;
  onCreate?: () => void;
}

function Toolbar({ zones, address, onCreate }: ToolbarProps) {
  const t = useT();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mb: 1.5 }}>
      {zones.length > 0 && (
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label={t('desk.zones')}
          value={address.zone ?? ''}
          onChange={(_, zone: string | null) => address.showZone(zone || null)}
          sx={{
            maxWidth: '100%',
            overflowX: 'auto',
            '& .MuiToggleButton-root': { px: 1.5, height: 32, whiteSpace: 'nowrap' },
          }}
        >
          <ToggleButton value="">{t('desk.all_zones')}</ToggleButton>
          {zones.map((zone) => (
            <ToggleButton key={zone} value={zone}>
              {zone}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      <LinkChip />
      <Box sx={{ flex: 1 }} />
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label={t('desk.view')}
        value={address.view}
        onChange={(_, view: 'plan' | 'table' | null) => view && address.show(view)}
        sx={{ '& .MuiToggleButton-root': { px: 1, height: 32 } }}
      >
        <ToggleButton value="plan" aria-label={t('desk.plan')}>
          <GridView fontSize="small" />
        </ToggleButton>
        <ToggleButton value="table" aria-label={t('desk.table')}>
          <TableRows fontSize="small" />
        </ToggleButton>
      </ToggleButtonGroup>
      {onCreate && (
        <Button variant="contained" startIcon={<Add />} onClick={onCreate} data-testid="new-session" sx={{ px: 2 }}>
          {t('desk.new_session')}
          <KeyHint on="primary">N</KeyHint>
        </Button>
      )}
    </Box>
  );
}
