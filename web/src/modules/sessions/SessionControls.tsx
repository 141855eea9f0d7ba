import Pause from '@mui/icons-material/Pause';
import PointOfSale from '@mui/icons-material/PointOfSaleOutlined';
import PlayArrow from '@mui/icons-material/PlayArrow';
import Stop from '@mui/icons-material/Stop';
import Button from '@mui/material/Button';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Confirm } from 'react-admin';
import type { Session } from '../../api/types';
import { useCan } from '../../base/access';
import { useT } from '../../base/i18n';
import { useSessionActions } from '../../desk/actions';
import { useBoard } from '../../desk/board';
import { useClock } from '../../desk/time';

const TimeDialog = lazy(() => import('../../desk/TimeDialog'));

/** The desk's actions, wherever a session is shown. */
export function SessionControls({ session }: { session: Session }) {
  const t = useT();
  const can = useCan();
  const client = useQueryClient();
  const actions = useSessionActions();
  const live = useBoard((state) => state.sessions.get(session.id));
  const left = useClock(live);
  const [ending, setEnding] = useState(false);
  const [selling, setSelling] = useState(false);
  const statut = live?.statut ?? session.statut;
  const target = { id: session.id, name: session.station_name ?? session.visitor_name ?? `…${session.code_hint}` };
  const run = async (action: Promise<void>) => {
    await action;
    await client.invalidateQueries({ queryKey: ['sessions'] });
  };
  if (statut === 'en_attente' && can('sessions:annuler')) {
    return (
      <Button
        size="small"
        color="error"
        sx={{ my: -0.75 }}
        onClick={() => void run(actions.cancel(target))}
        data-testid="cancel-code"
      >
        {t('desk.cancel_code')}
      </Button>
    );
  }
  if ((statut !== 'active' && statut !== 'suspendue') || !can('sessions:piloter')) return null;
  const paused = statut === 'suspendue';
  return (
    <Box
      role="presentation"
      onClick={(event) => event.stopPropagation()}
      sx={{ display: 'inline-flex', alignItems: 'center', whiteSpace: 'nowrap', my: -0.75 }}
    >
      <Button
        size="small"
        sx={{ minWidth: 0 }}
        data-testid="add-15"
        onClick={() => void run(actions.addTime(target, 15))}
      >
        +15
      </Button>
      <Button
        size="small"
        sx={{ minWidth: 0 }}
        data-testid="add-30"
        onClick={() => void run(actions.addTime(target, 30))}
      >
        +30
      </Button>
      {can('tarifs:lire') && (
        <Tooltip title={t('desk.at_tariff')}>
          <IconButton size="small" aria-label={t('desk.at_tariff')} data-testid="add-at-tariff" onClick={() => setSelling(true)}>
            <PointOfSale fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
      <Tooltip title={t(paused ? 'desk.resume' : 'desk.suspend')}>
        <IconButton
          size="small"
          aria-label={t(paused ? 'desk.resume' : 'desk.suspend')}
          data-testid={paused ? 'resume' : 'suspend'}
          onClick={() => void run(paused ? actions.resume(target) : actions.suspend(target))}
        >
          {paused ? <PlayArrow fontSize="small" /> : <Pause fontSize="small" />}
        </IconButton>
      </Tooltip>
      <Tooltip title={t('desk.terminate')}>
        <IconButton
          size="small"
          color="error"
          aria-label={t('desk.terminate')}
          data-testid="terminate"
          onClick={() => setEnding(true)}
        >
          <Stop fontSize="small" />
        </IconButton>
      </Tooltip>
      <Suspense>
        {selling && <TimeDialog target={target} stationId={session.station_id} onClose={() => setSelling(false)} />}
      </Suspense>
      <Confirm
        isOpen={ending}
        title={t('desk.terminate_title')}
        content={t('desk.terminate_text', { time: left, name: target.name })}
        confirm={t('desk.terminate')}
        confirmColor="warning"
        onClose={() => setEnding(false)}
        onConfirm={() => {
          setEnding(false);
          void run(actions.terminate(target));
        }}
      />
    </Box>
  );
}
