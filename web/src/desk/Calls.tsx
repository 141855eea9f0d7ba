import DirectionsRun from '@mui/icons-material/DirectionsRun';
import NotificationsActive from '@mui/icons-material/NotificationsActive';
import ShoppingCartOutlined from '@mui/icons-material/ShoppingCartOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import type { StationCall } from '../api/frames';
import type { Id } from '../api/types';
import { useCan } from '../base/access';
import { useFormats } from '../base/format';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { reasonOf } from '../base/problem';
import { useBoard } from './board';

interface OpenCallsProps {
  onChoose: (station: Id) => void;
  /** Opens the new session for an offer; absent for who may not. */
  onSell?: (station: Id, minutes: number) => void;
}

/** The visitors who wait for somebody. */
export function OpenCalls({ onChoose, onSell }: OpenCallsProps) {
  const t = useT();
  const calls = useBoard((state) => state.calls);
  if (calls.size === 0) return null;
  return (
    <Alert
      severity="error"
      variant="outlined"
      icon={<NotificationsActive fontSize="small" />}
      data-testid="open-calls"
      sx={{ mb: 1.5, py: 0, bgcolor: 'background.paper', '& .MuiAlert-message': { flex: 1, minWidth: 0 } }}
    >
      <Typography component="h2" variant="subtitle2">
        {t('calls.open', { smart_count: calls.size })}
      </Typography>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {[...calls.values()].map((call) => (
          <CallRow key={call.id} call={call} onChoose={onChoose} onSell={onSell} />
        ))}
      </Box>
    </Alert>
  );
}

interface CallRowProps extends OpenCallsProps {
  call: StationCall;
}

function CallRow({ call, onChoose, onSell }: CallRowProps) {
  const t = useT();
  const can = useCan();
  const notify = useNotify();
  const formats = useFormats();
  const [busy, setBusy] = useState(false);
  const station = useBoard((state) => state.stations.get(call.station_id));
  const name = station?.name ?? '…';
  const { offer } = call;
  /** That it is answered, the frame says to everybody. */
  const answer = async () => {
    setBusy(true);
    try {
      await http.post(`/api/appels/${call.id}/repondre/`);
      notify(t('calls.answered', { name }), { type: 'success', autoHideDuration: 2500 });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error', autoHideDuration: 8000 });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Box
      component="li"
      data-testid={`call-${name}`}
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, py: 0.5 }}
    >
      <ButtonBase
        onClick={() => onChoose(call.station_id)}
        sx={{ font: 'inherit', fontWeight: 700, color: 'text.primary', textAlign: 'left' }}
      >
        {[name, station?.zone].filter(Boolean).join(' · ')}
      </ButtonBase>
      <Typography variant="body2" color="textSecondary" sx={{ flex: 1, minWidth: 140 }}>
        {t('calls.since', { time: formats.time(call.called_at) })}
        {offer && ` · ${t('calls.wants', { offer: offer.name, price: formats.money(offer.price_minor, offer.currency) })}`}
      </Typography>
      {offer && onSell && (
        <Button
          size="small"
          variant="outlined"
          startIcon={<ShoppingCartOutlined />}
          data-testid={`sell-${name}`}
          onClick={() => onSell(call.station_id, offer.minutes)}
        >
          {t('calls.sell')}
        </Button>
      )}
      {can('appels:repondre') && (
        <Button
          size="small"
          variant="contained"
          startIcon={<DirectionsRun />}
          disabled={busy}
          data-testid={`answer-${name}`}
          onClick={() => void answer()}
        >
          {t('calls.answer')}
        </Button>
      )}
    </Box>
  );
}
