import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Skeleton from '@mui/material/Skeleton';
import { useSearchParams } from 'react-router-dom';
import { duration, useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { useHour } from './activity';
import { RowsLink } from './Number';
import { percentOf } from './Occupation';
import { ranIn } from './rows';

/** The days that make one hour's number; the address says which hour, of which room. */
export function HourDialog() {
  const [params, setParams] = useSearchParams();
  const hour = Number(params.get('hour') ?? Number.NaN);
  const close = () => setParams({}, { replace: true });
  if (!Number.isInteger(hour) || hour < 0 || hour > 23) return null;
  return <Days hour={hour} zone={params.get('zone') ?? undefined} onClose={close} />;
}

function Days({ hour, zone, onClose }: { hour: number; zone: string | undefined; onClose: () => void }) {
  const t = useT();
  const formats = useFormats();
  const { data } = useHour(hour, zone);
  const room = zone === '-' || zone === undefined ? t('dashboard.no_room') : zone;
  return (
    <Dialog open onClose={onClose} aria-labelledby="hour-title" fullWidth maxWidth="xs">
      <DialogTitle id="hour-title">{t('dashboard.hour_title', { room, hour, next: hour + 1 })}</DialogTitle>
      <DialogContent>
        {!data && <Skeleton variant="rounded" height={120} />}
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }} data-testid="hour-days">
          {data?.results.map((day) => {
            const percent = percentOf(day);
            return (
              <Box
                component="li"
                key={day.day}
                sx={{ display: 'grid', gridTemplateColumns: '1fr auto 64px', gap: 2, py: 0.9, borderTop: 1, borderColor: 'divider', fontVariantNumeric: 'tabular-nums' }}
              >
                <RowsLink to={ranIn(day, zone === undefined ? {} : { zone })}>{formats.longDay(day.day)}</RowsLink>
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  {day.open_s > 0
                    ? t('dashboard.busy_of_open', { busy: duration(day.busy_s), open: duration(day.open_s) })
                    : duration(day.busy_s)}
                </Box>
                <Box component="strong" sx={{ textAlign: 'right' }}>
                  {percent === null ? '—' : `${percent} %`}
                </Box>
              </Box>
            );
          })}
        </Box>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}
