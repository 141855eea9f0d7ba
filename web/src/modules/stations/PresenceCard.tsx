import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import MenuItem from '@mui/material/MenuItem';
import Skeleton from '@mui/material/Skeleton';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Id, type PresencePeriod, type PresenceReport, PRESENCE_STATES, type Page, type PresenceState } from '../../api/types';
import { duration, useFormats } from '../../base/format';
import { http } from '../../base/http';
import { type Key, useT } from '../../base/i18n';
import { ToneChip, ToneIcon } from '../../components/ToneChip';
import type { Tone } from '../../theme';
import { shifted, todayIn } from '../dashboard/period';

const LOOK_EVERY_MS = 30_000;
const ROWS = 10;
const LENGTHS = [1, 7, 30] as const;
type Length = (typeof LENGTHS)[number];

const TONES: Record<PresenceState, Tone> = { en_ligne: 'free', occupe: 'busy', maintenance: 'repair', hors_ligne: 'off' };
/** Told apart without colour, too: how high a part of the strip stands. */
const HEIGHTS: Record<PresenceState, string> = { en_ligne: '62%', occupe: '100%', maintenance: '38%', hors_ligne: '14%' };

/** When a station was there: its share, its strip, and each period with its reason. */
export function PresenceCard({ stationId }: { stationId: Id }) {
  const t = useT();
  const formats = useFormats();
  const [length, setLength] = useState<Length>(7);
  const { data } = useQuery({
    queryKey: ['stations', 'presence', stationId, length],
    refetchInterval: LOOK_EVERY_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const to = todayIn(undefined);
      return http.get<PresenceReport>(`/api/postes/${stationId}/presence/`, { from: shifted(to, 1 - length), to }, signal);
    },
  });
  return (
    <Card component="section" aria-label={t('presence.title')} sx={{ p: 2.5, mb: 2 }} data-testid="presence">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center', mb: 1.5 }}>
        <Typography variant="h6" component="h2" sx={{ flex: 1, minWidth: 180 }}>
          {t('presence.title')}
        </Typography>
        <ToggleButtonGroup
          exclusive
          size="small"
          value={length}
          aria-label={t('presence.period')}
          onChange={(_, chosen: Length | null) => chosen && setLength(chosen)}
        >
          {LENGTHS.map((days) => (
            <ToggleButton key={days} value={days}>
              {t(`presence.days.d${days}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </Box>
      {data ? <Strip report={data} days={`${formats.day(data.period.from)} – ${formats.day(data.period.to)}`} /> : <Skeleton variant="rounded" height={90} />}
      <Periods stationId={stationId} from={data?.period.from_at} to={data?.period.to_at} key={length} />
    </Card>
  );
}

function Strip({ report, days }: { report: PresenceReport; days: string }) {
  const t = useT();
  const formats = useFormats();
  const { from_at: start, to_at: end } = report.period;
  const share = (from: number, to: number) => `${((to - from) / (end - start)) * 100}%`;
  const known = report.uptime_percent;
  return (
    <>
      <Typography sx={{ fontSize: '1.25rem', fontWeight: 700 }} data-testid="presence-share">
        {typeof known === 'number' ? t('presence.available', { percent: known }) : t('presence.unknown')}
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.25 }}>
        {t(report.within_hours ? 'presence.counted_open' : 'presence.counted')}
      </Typography>
      <Box
        role="img"
        aria-label={t('presence.strip', { days })}
        sx={{ position: 'relative', height: 44, borderRadius: 1, bgcolor: 'action.hover', overflow: 'hidden', printColorAdjust: 'exact' }}
      >
        {report.parts.map((part) => (
          <Box
            key={part.from_at}
            title={t('presence.part', {
              state: t(`presence.state.${part.state}`),
              from: formats.instant(part.from_at),
              to: formats.instant(part.to_at),
              time: duration(Math.round((part.to_at - part.from_at) / 1000)),
            })}
            sx={{
              position: 'absolute',
              bottom: 0,
              left: share(start, part.from_at),
              width: share(part.from_at, part.to_at),
              minWidth: '1px',
              height: HEIGHTS[part.state],
              bgcolor: (theme) => theme.palette.tone[TONES[part.state]],
            }}
          />
        ))}
      </Box>
      <Box aria-hidden sx={{ display: 'flex', justifyContent: 'space-between', color: 'text.secondary', fontSize: '0.8rem', mt: 0.5 }}>
        <span>{formats.instant(start)}</span>
        <span>{formats.instant(end)}</span>
      </Box>
      <Box component="ul" sx={{ m: 0, mt: 1, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', columnGap: 3, rowGap: 0.5 }}>
        {report.states.map(({ state, duration_s: seconds }) => (
          <Box component="li" key={state} sx={{ display: 'flex', alignItems: 'center', gap: 0.75 }}>
            <ToneIcon tone={TONES[state]} />
            {t(`presence.state.${state}`)}
            <strong>{duration(seconds)}</strong>
          </Box>
        ))}
      </Box>
    </>
  );
}

function Periods({ stationId, from, to }: { stationId: Id; from?: number; to?: number }) {
  const t = useT();
  const formats = useFormats();
  const [state, setState] = useState<PresenceState | ''>('');
  const [page, setPage] = useState(1);
  const { data } = useQuery({
    queryKey: ['stations', 'presence', stationId, 'periods', from, to, state, page],
    enabled: from !== undefined,
    refetchInterval: LOOK_EVERY_MS,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      http.get<Page<PresencePeriod>>(
        `/api/postes/${stationId}/presence/periodes/`,
        { at_from: from, at_to: to, state, page, page_size: ROWS },
        signal,
      ),
  });
  const pages = Math.max(1, Math.ceil((data?.count ?? 0) / ROWS));
  return (
    <>
      <TextField
        select
        size="small"
        label={t('presence.filter')}
        value={state}
        onChange={(event) => {
          setState(event.target.value as PresenceState | '');
          setPage(1);
        }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        sx={{ minWidth: 180, mt: 2 }}
      >
        <MenuItem value="">{t('presence.all')}</MenuItem>
        {PRESENCE_STATES.map((id) => (
          <MenuItem key={id} value={id}>
            {t(`presence.state.${id}`)}
          </MenuItem>
        ))}
      </TextField>
      <Box sx={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label={t('presence.title')}>
        <Box
          component="table"
          sx={{
            width: 1,
            borderCollapse: 'collapse',
            fontVariantNumeric: 'tabular-nums',
            '& th, & td': { textAlign: 'left', py: 0.75, pr: 2, whiteSpace: 'nowrap' },
            '& td:last-of-type': { whiteSpace: 'normal', minWidth: 180 },
            '& th': { color: 'text.secondary', fontWeight: 650 },
            '& tbody tr': { borderTop: 1, borderColor: 'divider' },
          }}
        >
          <thead>
            <tr>
              {(['filter', 'since', 'until', 'length', 'reason'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`presence.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data?.results.map((period) => (
              <tr key={period.id}>
                <td>
                  <ToneChip tone={TONES[period.state]}>{t(`presence.state.${period.state}`)}</ToneChip>
                </td>
                <td>{formats.instant(period.since)}</td>
                <td>{period.until ? formats.instant(period.until) : t('presence.goes_on')}</td>
                <td>{duration(period.duration_s)}</td>
                <td>{[t(`presence.why.${period.why}` as Key), ...(period.by_name ? [period.by_name] : [])].join(' · ')}</td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
      {data && data.count === 0 && <Typography color="textSecondary">{t('presence.none')}</Typography>}
      {pages > 1 && (
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', mt: 1 }}>
          <Button size="small" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t('presence.back')}
          </Button>
          <Typography variant="body2">{t('presence.page', { page, pages })}</Typography>
          <Button size="small" disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {t('presence.more')}
          </Button>
        </Box>
      )}
    </>
  );
}
