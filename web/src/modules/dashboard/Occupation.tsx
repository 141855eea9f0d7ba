import Box from '@mui/material/Box';
import { alpha } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { Link } from 'react-router-dom';
import type { RoomOccupation } from '../../api/types';
import { duration } from '../../base/format';
import { useT } from '../../base/i18n';
import { useOccupation } from './activity';
import { Evolution, RowsLink } from './Number';
import { Panel } from './Panel';
import { ranIn, roomFilter } from './rows';

type Share = RoomOccupation['hours'][number];

/** A share in whole percent; nothing while nothing is open. */
export const percentOf = ({ busy_s, open_s }: Share) => (open_s > 0 ? Math.round((busy_s / open_s) * 100) : null);

/** A day at the desk, and whatever is open or held before and after it. */
function hoursShown(rooms: RoomOccupation[]): number[] {
  const used = [...Array(24).keys()].filter((hour) =>
    rooms.some(({ hours }) => hours[hour] && (hours[hour].busy_s > 0 || hours[hour].open_s > 0)),
  );
  const [first, last] = [Math.min(...used, 8), Math.max(...used, 17)];
  return [...Array(last - first + 1).keys()].map((index) => first + index);
}

export function Occupation() {
  const t = useT();
  const { data, error } = useOccupation();
  const rooms = data?.rooms ?? [];
  const hours = hoursShown(rooms);
  const title = t('dashboard.widget.occupation');
  return (
    <Panel name="occupation" title={title} help={t('dashboard.help.occupation')} ready={Boolean(data)} error={error}>
      {rooms.length === 0 ? (
        <Typography color="textSecondary">{t('dashboard.none')}</Typography>
      ) : (
        <Box sx={{ overflowX: 'auto', mx: -0.5, px: 0.5, pb: 0.5 }} tabIndex={0} role="group" aria-label={title}>
          <Box
            component="table"
            sx={{
              width: 1,
              borderCollapse: 'separate',
              borderSpacing: '3px',
              fontVariantNumeric: 'tabular-nums',
              '& th': { fontWeight: 550, color: 'text.secondary', fontSize: '0.82rem', whiteSpace: 'nowrap' },
              '& thead th:first-of-type': { textAlign: 'left' },
              '& thead th:last-of-type': { textAlign: 'left', pl: 1 },
              '& tbody th': { textAlign: 'left', position: 'sticky', left: 0, bgcolor: 'background.paper', pr: 1, minWidth: { xs: 92, sm: 130 } },
            }}
          >
            <thead>
              <tr>
                <th scope="col">{t('dashboard.room')}</th>
                {hours.map((hour) => (
                  <th key={hour} scope="col">
                    {t('dashboard.hour', { hour })}
                  </th>
                ))}
                <th scope="col">{t('dashboard.all_day')}</th>
              </tr>
            </thead>
            <tbody>
              {rooms.map((room) => (
                <Room key={room.zone ?? ''} room={room} hours={hours} period={data!.period} />
              ))}
            </tbody>
          </Box>
        </Box>
      )}
    </Panel>
  );
}

function Room({ room, hours, period }: { room: RoomOccupation; hours: number[]; period: { current: Instants; previous: Instants } }) {
  const t = useT();
  const name = room.zone ?? t('dashboard.no_room');
  const [now, before] = [percentOf(room), percentOf(room.previous)];
  const percent = (value: number) => `${value} %`;
  return (
    <tr>
      <th scope="row">
        <Typography component="span" sx={{ fontWeight: 650, color: 'text.primary', display: 'block' }}>
          {name}
        </Typography>
        {t('dashboard.stations_there', { smart_count: room.stations })}
      </th>
      {hours.map((hour) => (
        <Cell key={hour} room={room} name={name} hour={hour} />
      ))}
      <Box component="td" sx={{ pl: 1, whiteSpace: 'nowrap', fontSize: '0.85rem' }}>
        <RowsLink to={ranIn(period.current, roomFilter(room.zone))} sx={{ fontWeight: 700, fontSize: '1rem', display: 'block' }}>
          {now === null ? duration(room.busy_s) : percent(now)}
        </RowsLink>
        {now !== null && before !== null && (
          <Evolution now={now} before={before} write={percent} to={ranIn(period.previous, roomFilter(room.zone))} />
        )}
      </Box>
    </tr>
  );
}

interface Instants {
  from_at: number;
  to_at: number;
}

/** One hour of a room: its number, on a ground that grows darker with it. */
function Cell({ room, name, hour }: { room: RoomOccupation; name: string; hour: number }) {
  const t = useT();
  const share = room.hours[hour] ?? { busy_s: 0, open_s: 0 };
  const percent = percentOf(share);
  const words = { room: name, hour, percent, busy: duration(share.busy_s), open: duration(share.open_s) };
  if (percent === null && share.busy_s === 0) {
    return (
      <Box component="td" aria-label={t('dashboard.cell_closed', words)} sx={{ textAlign: 'center', color: 'text.secondary' }}>
        ·
      </Box>
    );
  }
  const said = t(percent === null ? 'dashboard.cell_outside' : 'dashboard.cell', words);
  const to = `?${new URLSearchParams({ hour: String(hour), zone: room.zone ?? '-' })}`;
  return (
    <Box component="td" sx={{ p: 0 }}>
      <Box
        component={Link}
        to={to}
        aria-label={said}
        title={said}
        data-testid={`cell-${room.zone ?? '-'}-${hour}`}
        sx={(theme) => ({
          display: 'grid',
          placeItems: 'center',
          minWidth: 40,
          height: 40,
          borderRadius: 1.25,
          fontSize: '0.85rem',
          color: 'text.primary',
          textDecoration: 'none',
          border: `1px solid ${alpha(theme.palette.primary.main, 0.18)}`,
          backgroundColor: alpha(theme.palette.primary.main, Math.min(percent ?? 0, 100) * 0.0042),
          printColorAdjust: 'exact',
          '&:hover': { borderColor: 'primary.main' },
        })}
      >
        {percent === null ? `+${Math.round(share.busy_s / 60)}′` : `${percent}`}
      </Box>
    </Box>
  );
}
