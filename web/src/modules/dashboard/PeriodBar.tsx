import Tune from '@mui/icons-material/DashboardCustomizeOutlined';
import Print from '@mui/icons-material/PrintOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import type { Compared } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { useAgency, useSales, useSessions } from './activity';
import { isPartial, PRESETS, type Preset, type Span, spanOf, todayIn, useChosenPeriod } from './period';

/** Which days, of which agency; and beside what they are set. */
export function PeriodBar({ onArrange }: { onArrange: () => void }) {
  const t = useT();
  const { agency, agencies, choose } = useAgency();
  const [chosen, setChosen] = useChosenPeriod();
  const span = spanOf(chosen, todayIn(agency?.timezone));
  const pick = (preset: Preset | null) => preset && setChosen({ preset, ...(preset === 'custom' ? span : {}) });
  const set = (changed: Partial<Span>) => setChosen({ preset: 'custom', ...span, ...changed });
  return (
    <Box sx={{ mb: 2 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.25, alignItems: 'center', '@media print': { display: 'none' } }}>
        <ToggleButtonGroup
          size="small"
          exclusive
          value={chosen.preset}
          aria-label={t('dashboard.period')}
          onChange={(_, preset: Preset | null) => pick(preset)}
          sx={{ bgcolor: 'background.paper', maxWidth: 1, overflowX: 'auto', '& .MuiToggleButton-root': { px: { xs: 1, sm: 1.5 }, whiteSpace: 'nowrap' } }}
        >
          {PRESETS.map((preset) => (
            <ToggleButton key={preset} value={preset} data-testid={`period-${preset}`}>
              {t(`dashboard.preset.${preset}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {chosen.preset === 'custom' && (
          <>
            <DayField label={t('dashboard.first_day')} value={span.from} max={span.to} onChange={(from) => set({ from })} />
            <DayField label={t('dashboard.last_day')} value={span.to} min={span.from} onChange={(to) => set({ to })} />
          </>
        )}
        {agencies.length > 1 && (
          <TextField
            select
            size="small"
            margin="none"
            label={t('dashboard.agency')}
            value={agency?.id ?? ''}
            onChange={(event) => choose(event.target.value)}
            sx={{ minWidth: 190 }}
          >
            {agencies.map(({ id, name }) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        )}
        <Box sx={{ flex: 1 }} />
        <Button size="small" startIcon={<Print />} onClick={() => globalThis.print()}>
          {t('app.print')}
        </Button>
        <Button size="small" variant="outlined" startIcon={<Tune />} onClick={onArrange} data-testid="arrange">
          {t('dashboard.arrange')}
        </Button>
      </Box>
      <Told name={agency?.name} />
    </Box>
  );
}

function DayField({ label, value, min, max, onChange }: { label: string; value: string; min?: string; max?: string; onChange: (day: string) => void }) {
  return (
    <TextField
      type="date"
      size="small"
      margin="none"
      label={label}
      value={value}
      onChange={(event) => event.target.value && onChange(event.target.value)}
      slotProps={{ htmlInput: { min, max }, inputLabel: { shrink: true } }}
    />
  );
}

/** The days in words, as the server counted them. */
function Told({ name }: { name: string | undefined }) {
  const t = useT();
  const formats = useFormats();
  const sessions = useSessions().data;
  const sales = useSales().data;
  const period: Compared | undefined = sessions?.period ?? sales?.period;
  if (!period) return <Typography variant="body2">&nbsp;</Typography>;
  const span = ({ from, to }: Span) =>
    from === to ? formats.longDay(from) : t('dashboard.days_span', { from: formats.day(from), to: formats.day(to) });
  const words = [
    ...(name ? [name] : []),
    t('dashboard.compared', { current: span(period.current), previous: span(period.previous) }),
    t('dashboard.clocks', { zone: formats.zone(period.timezone) }),
    ...(isPartial(period) ? [t('dashboard.partial')] : []),
  ];
  return (
    <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }} data-testid="period-told">
      {words.join(' · ')}
    </Typography>
  );
}
