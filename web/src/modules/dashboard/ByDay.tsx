import TableChart from '@mui/icons-material/TableRowsOutlined';
import BarChart from '@mui/icons-material/BarChart';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { type ReactNode, useState } from 'react';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { Columns } from '../../components/charts';
import { RowsLink } from './Number';
import { Panel } from './Panel';

/** A day's number, the one of the same place in the period before, and where each leads. */
export interface DayNumber {
  day: string;
  value: number;
  to: string;
  before?: { day: string; value: number; to: string };
}

interface ByDayProps {
  name: string;
  title: string;
  help?: string;
  /** What is counted, in a word. */
  noun: string;
  days?: DayNumber[];
  error?: unknown;
  unit?: number;
  write: (value: number) => string;
  footer?: ReactNode;
}

/** Numbers by day as columns, or as the table they stand for. */
export function ByDay({ name, title, help, noun, days, error, unit, write, footer }: ByDayProps) {
  const t = useT();
  const formats = useFormats();
  const [table, setTable] = useState(false);
  const switchTo = t(table ? 'dashboard.as_chart' : 'dashboard.as_table');
  const compared = days?.some(({ before }) => before) ?? false;
  const saidOf = ({ day, value, before }: DayNumber) =>
    [`${formats.longDay(day)} : ${write(value)}`, ...(before ? [t('dashboard.before', { value: write(before.value) })] : [])].join(', ');
  const legend = { now: t('dashboard.this_period'), before: compared ? t('dashboard.period_before') : undefined };
  const tools = (
    <Tooltip title={switchTo}>
      <IconButton size="small" aria-label={`${switchTo} : ${title}`} onClick={() => setTable(!table)} data-testid={`switch-${name}`}>
        {table ? <BarChart fontSize="small" /> : <TableChart fontSize="small" />}
      </IconButton>
    </Tooltip>
  );
  return (
    <Panel name={name} title={title} help={help} tools={tools} ready={Boolean(days)} error={error}>
      {table ? (
        <DayTable title={title} noun={noun} days={days ?? []} write={write} compared={compared} />
      ) : (
        <Columns
          label={title}
          unit={unit}
          write={write}
          legend={legend}
          points={(days ?? []).map((day) => ({
            key: day.day,
            tick: formats.shortDay(day.day),
            said: saidOf(day),
            value: day.value,
            before: day.before?.value,
            to: day.to,
          }))}
        />
      )}
      {footer}
    </Panel>
  );
}

function DayTable({ title, noun, days, write, compared }: { title: string; noun: string; days: DayNumber[]; write: (value: number) => string; compared: boolean }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Box sx={{ overflow: 'auto', maxHeight: 300, '@media print': { maxHeight: 'none' } }} tabIndex={0} role="group" aria-label={title}>
      <Box
        component="table"
        sx={{
          width: 1,
          borderCollapse: 'collapse',
          fontVariantNumeric: 'tabular-nums',
          '& th, & td': { py: 0.6, px: 0.5, textAlign: 'right' },
          '& th:first-of-type': { textAlign: 'left', fontWeight: 500 },
          '& thead th': { color: 'text.secondary', fontWeight: 650 },
          '& tbody tr': { borderTop: 1, borderColor: 'divider' },
        }}
      >
        <thead>
          <tr>
            <th scope="col">{t('dashboard.day')}</th>
            <th scope="col">{noun}</th>
            {compared && <th scope="col">{t('dashboard.period_before')}</th>}
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, value, to, before }) => (
            <tr key={day}>
              <th scope="row">{formats.longDay(day)}</th>
              <td>
                <RowsLink to={to}>
                  <strong>{write(value)}</strong>
                </RowsLink>
              </td>
              {compared && (
                <td>
                  {before && (
                    <RowsLink to={before.to} label={`${formats.longDay(before.day)} : ${write(before.value)}`}>
                      {write(before.value)}
                    </RowsLink>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
