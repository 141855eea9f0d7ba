import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type EndReason, STATION_STATUTS, type StationStats, type StationStatut, type VisitorStats } from '../../api/types';
import { useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { Bars } from '../../components/charts';
import type { Tone } from '../../theme';
import { useSessions } from './activity';
import { ByDay, type DayNumber } from './ByDay';
import { Evolution, RowsLink } from './Number';
import { Panel } from './Panel';
import { endedIn, ranIn, rowsOf, startedIn } from './rows';

const LOOK_EVERY_MS = 60_000;
const UNUSED = ['annulation', 'code_perime'];
const TONES: Record<StationStatut, Tone> = {
  disponible: 'free',
  occupe: 'busy',
  reserve: 'reserved',
  maintenance: 'repair',
  hors_ligne: 'off',
};

export function DaysOfSessions() {
  const t = useT();
  const formats = useFormats();
  const { data, error } = useSessions();
  const days = data?.days.map((day, index): DayNumber => {
    const before = data.previous_days[index];
    return {
      day: day.day,
      value: day.started,
      to: startedIn(day),
      before: before && { day: before.day, value: before.started, to: startedIn(before) },
    };
  });
  return (
    <ByDay
      name="days"
      title={t('dashboard.widget.days')}
      help={t('dashboard.help.days')}
      noun={t('dashboard.sessions')}
      days={days}
      error={error}
      write={formats.number}
    />
  );
}

export function TimeHeld() {
  const t = useT();
  const { data, error } = useSessions();
  const days = data?.days.map((day, index): DayNumber => {
    const before = data.previous_days[index];
    return {
      day: day.day,
      value: day.busy_s,
      to: ranIn(day),
      before: before && { day: before.day, value: before.busy_s, to: ranIn(before) },
    };
  });
  return (
    <ByDay
      name="held"
      title={t('dashboard.widget.held')}
      help={t('dashboard.help.held')}
      noun={t('dashboard.held')}
      days={days}
      error={error}
      unit={3600}
      write={duration}
    />
  );
}

export function Reasons() {
  const t = useT();
  const formats = useFormats();
  const { data, error } = useSessions();
  const title = t('dashboard.widget.reasons');
  const parts = (data?.reasons ?? []).map(({ reason, count, previous }) => ({
    key: reason,
    label: t(`end_reason.${reason as EndReason}`),
    value: count,
    shown: (
      <>
        <Typography component="span" variant="body2">
          <Evolution now={count} before={previous} write={formats.number} to={endedIn(data!.period.previous, [reason])} />
        </Typography>
        <RowsLink to={endedIn(data!.period.current, [reason])} sx={{ fontWeight: 700, minWidth: 32, textAlign: 'right' }}>
          {formats.number(count)}
        </RowsLink>
      </>
    ),
  }));
  return (
    <Panel name="reasons" title={title} help={t('dashboard.help.reasons')} ready={Boolean(data)} error={error}>
      {parts.length === 0 ? (
        <Typography color="textSecondary">{t('dashboard.none')}</Typography>
      ) : (
        <Bars parts={parts} label={title} />
      )}
    </Panel>
  );
}

export function WaitingAndRefusals() {
  const t = useT();
  const formats = useFormats();
  const { data, error } = useSessions();
  const { current, previous } = data?.period ?? {};
  const seconds = (value: number) => duration(value);
  const lines = data && current && previous && [
    {
      label: t('dashboard.wait'),
      now: data.waiting.average_s,
      before: data.previous_waiting.average_s,
      write: seconds,
      to: [startedIn(current, { is_pass: false }), startedIn(previous, { is_pass: false })],
    },
    {
      label: t('dashboard.longest'),
      now: data.waiting.longest_s,
      before: data.previous_waiting.longest_s,
      write: seconds,
      to: [startedIn(current, { is_pass: false }), startedIn(previous, { is_pass: false })],
    },
    {
      label: t('dashboard.unused'),
      now: data.waiting.unused,
      before: data.previous_waiting.unused,
      write: formats.number,
      to: [endedIn(current, UNUSED), endedIn(previous, UNUSED)],
    },
    {
      label: t('dashboard.refused'),
      now: data.waiting.refused,
      before: data.previous_waiting.refused,
      write: formats.number,
      to: [current, previous].map(({ from_at, to_at }) =>
        rowsOf('logs', { action: 'erreur', entity_kind: 'station', agency_id: data.period.agency_id, at_from: from_at, at_to: to_at }),
      ),
    },
  ];
  return (
    <Panel
      name="waiting"
      title={t('dashboard.widget.waiting')}
      help={t('dashboard.help.waiting')}
      ready={Boolean(data)}
      error={error}
    >
      <Box component="dl" sx={{ m: 0 }}>
        {/* What the operator may not count is not shown. */}
        {lines
          ?.filter(({ label, now }) => label !== t('dashboard.refused') || typeof now === 'number')
          .map(({ label, now, before, write, to }) => (
            <Line key={label} label={label}>
              {typeof now === 'number' && typeof before === 'number' && (
                <Typography component="span" variant="body2">
                  <Evolution now={now} before={before} write={write} to={to[1]} />
                </Typography>
              )}
              {typeof now === 'number' ? (
                <RowsLink to={to[0]!} sx={{ fontWeight: 700, fontSize: '1.05rem', minWidth: 56, textAlign: 'right' }}>
                  {write(now)}
                </RowsLink>
              ) : (
                '—'
              )}
            </Line>
          ))}
      </Box>
    </Panel>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5, py: 1, borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0, pt: 0 } }}>
      <Typography component="dt" sx={{ flex: '1 1 150px' }}>
        {label}
      </Typography>
      <Box component="dd" sx={{ m: 0, display: 'flex', alignItems: 'baseline', gap: 1.5, ml: 'auto', fontVariantNumeric: 'tabular-nums' }}>
        {children}
      </Box>
    </Box>
  );
}

export function StationsNow() {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const { data, error } = useQuery({
    queryKey: ['stations', 'stats'],
    enabled: can('postes:lire'),
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<StationStats>('/api/postes/stats/', undefined, signal),
  });
  const title = t('dashboard.widget.stations');
  const parts = STATION_STATUTS.map((statut) => ({
    key: statut,
    label: t(`station_statut.${statut}`),
    value: data?.by_statut[statut] ?? 0,
    tone: TONES[statut],
    shown: (
      <RowsLink to={rowsOf('stations', { statut })} sx={{ fontWeight: 700, fontVariantNumeric: 'tabular-nums' }}>
        {formats.number(data?.by_statut[statut] ?? 0)}
      </RowsLink>
    ),
  }));
  return (
    <Panel name="stations" title={title} ready={Boolean(data)} error={error}>
      <Bars parts={parts} label={title} />
      {data && (
        <Typography color="textSecondary" sx={{ mt: 1.5 }}>
          <RowsLink to={rowsOf('stations', { en_ligne: true })}>
            {t('dashboard.online', { online: data.en_ligne, total: data.total })}
          </RowsLink>
        </Typography>
      )}
    </Panel>
  );
}

export function NewVisitors() {
  const t = useT();
  const can = useCan();
  const formats = useFormats();
  const { data, error } = useQuery({
    queryKey: ['visitors', 'stats'],
    enabled: can('visiteurs:lire'),
    refetchInterval: LOOK_EVERY_MS,
    queryFn: ({ signal }) => http.get<VisitorStats>('/api/utilisateurs/stats/', undefined, signal),
  });
  const days = data?.by_day.map(
    ({ day, count }): DayNumber => ({ day, value: count, to: rowsOf('visitors', { created_from: day, created_to: day }) }),
  );
  return (
    <ByDay
      name="visitors"
      title={t('dashboard.widget.visitors')}
      help={t('dashboard.help.visitors')}
      noun={t('dashboard.count')}
      days={days}
      error={error}
      write={formats.number}
    />
  );
}
