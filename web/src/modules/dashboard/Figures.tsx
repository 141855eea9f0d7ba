import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { duration, useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { useOccupation, useSessions } from './activity';
import { Evolution, RowsLink } from './Number';
import { percentOf } from './Occupation';
import { Panel } from './Panel';
import { ranIn, startedIn } from './rows';

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** What an operator asks first: how many, how long, how full, how soon. */
export function Figures() {
  const t = useT();
  const formats = useFormats();
  const { data: sessions, error } = useSessions();
  const { data: occupation } = useOccupation();
  const { current, previous } = sessions?.period ?? {};
  const started = sum(sessions?.days.map((day) => day.started) ?? []);
  const startedBefore = sum(sessions?.previous_days.map((day) => day.started) ?? []);
  const held = sum(sessions?.days.map((day) => day.busy_s) ?? []);
  const heldBefore = sum(sessions?.previous_days.map((day) => day.busy_s) ?? []);
  const rooms = occupation?.rooms ?? [];
  const share = percentOf({ busy_s: sum(rooms.map((room) => room.busy_s)), open_s: sum(rooms.map((room) => room.open_s)) });
  const shareBefore = percentOf({
    busy_s: sum(rooms.map((room) => room.previous.busy_s)),
    open_s: sum(rooms.map((room) => room.previous.open_s)),
  });
  const [wait, waitBefore] = [sessions?.waiting.average_s ?? null, sessions?.previous_waiting.average_s ?? null];
  const percent = (value: number) => `${value} %`;
  return (
    <Panel name="figures" title={t('dashboard.widget.figures')} ready={Boolean(sessions)} error={error}>
      {current && previous && (
        <Box
          sx={{
            display: 'grid',
            gap: { xs: 2, sm: 1 },
            gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', md: 'repeat(4, minmax(0, 1fr))' },
          }}
        >
          <Figure
            label={t('dashboard.sessions')}
            value={formats.number(started)}
            to={startedIn(current)}
            evolution={<Evolution now={started} before={startedBefore} write={formats.number} to={startedIn(previous)} />}
          />
          <Figure
            label={t('dashboard.held')}
            value={duration(held)}
            to={ranIn(current)}
            evolution={<Evolution now={held} before={heldBefore} write={duration} to={ranIn(previous)} />}
          />
          <Figure
            label={t('dashboard.occupation')}
            value={share === null ? '—' : percent(share)}
            to={ranIn(current)}
            evolution={
              share !== null && shareBefore !== null && (
                <Evolution now={share} before={shareBefore} write={percent} to={ranIn(previous)} />
              )
            }
          />
          <Figure
            label={t('dashboard.wait')}
            value={wait === null ? '—' : duration(wait)}
            to={startedIn(current, { is_pass: false })}
            evolution={
              wait !== null && waitBefore !== null && (
                <Evolution now={wait} before={waitBefore} write={duration} to={startedIn(previous, { is_pass: false })} />
              )
            }
          />
        </Box>
      )}
    </Panel>
  );
}

function Figure({ label, value, to, evolution }: { label: string; value: string; to: string; evolution: ReactNode }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography color="textSecondary" sx={{ fontWeight: 550 }}>
        {label}
      </Typography>
      <Typography component="p" sx={{ fontSize: { xs: '1.55rem', sm: '1.9rem' }, fontWeight: 750, letterSpacing: '-0.03em', lineHeight: 1.3 }}>
        <RowsLink to={to} label={`${label} : ${value}`}>
          {value}
        </RowsLink>
      </Typography>
      <Typography variant="body2" component="p" sx={{ '& > span': { whiteSpace: 'normal' } }}>
        {evolution}
      </Typography>
    </Box>
  );
}
