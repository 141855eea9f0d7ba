import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Skeleton from '@mui/material/Skeleton';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { BarChart } from '@mui/x-charts/BarChart';
import { LineChart } from '@mui/x-charts/LineChart';
import { PieChart } from '@mui/x-charts/PieChart';
import type { ReactNode } from 'react';
import type { Tone } from '../theme';

const HEIGHT = 230;
const MARGIN = { left: 0, right: 8, top: 12, bottom: 0 };

interface PanelProps {
  title: string;
  note?: string;
  testId: string;
}

function Panel({ title, note, testId, ready, children }: PanelProps & { ready: boolean; children: ReactNode }) {
  return (
    <Card component="section" aria-label={title} sx={{ p: 2, minWidth: 0 }} data-testid={testId}>
      <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1, mb: 1 }}>
        <Typography variant="subtitle2" component="h2" sx={{ flex: 1, fontSize: '0.98rem' }}>
          {title}
        </Typography>
        {note && (
          <Typography variant="body2" color="textSecondary">
            {note}
          </Typography>
        )}
      </Box>
      {ready ? children : <Skeleton variant="rounded" height={HEIGHT} />}
    </Card>
  );
}

interface SeriesProps extends PanelProps {
  series: string;
  labels?: string[];
  values?: number[];
}

export function BarPanel({ series, labels, values, ...panel }: SeriesProps) {
  const { palette } = useTheme();
  return (
    <Panel {...panel} ready={Boolean(labels && values)}>
      <BarChart
        height={HEIGHT}
        margin={MARGIN}
        hideLegend
        borderRadius={4}
        grid={{ horizontal: true }}
        xAxis={[{ data: labels ?? [], scaleType: 'band', tickLabelMinGap: 14, disableLine: true, disableTicks: true }]}
        yAxis={[{ width: 34, disableLine: true, disableTicks: true, tickMinStep: 1 }]}
        series={[{ data: values ?? [], label: series, color: palette.primary.main }]}
      />
    </Panel>
  );
}

export function LinePanel({ series, labels, values, ...panel }: SeriesProps) {
  const { palette } = useTheme();
  return (
    <Panel {...panel} ready={Boolean(labels && values)}>
      <LineChart
        height={HEIGHT}
        margin={MARGIN}
        hideLegend
        grid={{ horizontal: true }}
        xAxis={[{ data: labels ?? [], scaleType: 'point', tickLabelMinGap: 14, disableLine: true, disableTicks: true }]}
        yAxis={[{ width: 34, min: 0, disableLine: true, disableTicks: true, tickMinStep: 1 }]}
        series={[
          {
            data: values ?? [],
            label: series,
            color: palette.tone.reserved,
            area: true,
            showMark: false,
            curve: 'monotoneX',
          },
        ]}
        sx={{ '& .MuiLineChart-area, & .MuiAreaElement-root': { fillOpacity: 0.14 } }}
      />
    </Panel>
  );
}

interface Slice {
  label: string;
  value: number;
  tone: Tone;
}

export function RingPanel({ slices, ...panel }: PanelProps & { slices?: Slice[] }) {
  const { palette } = useTheme();
  const shown = (slices ?? []).filter(({ value }) => value > 0);
  return (
    <Panel {...panel} ready={slices !== undefined}>
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', alignItems: 'center', gap: 2 }}>
        <PieChart
          height={HEIGHT}
          hideLegend
          series={[
            {
              data: shown.map(({ label, value, tone }) => ({ id: label, label, value, color: palette.tone[tone] })),
              innerRadius: '62%',
              outerRadius: '95%',
              paddingAngle: 2,
              cornerRadius: 4,
            },
          ]}
        />
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', minWidth: 130 }}>
          {(slices ?? []).map(({ label, value, tone }) => (
            <Box component="li" key={label} sx={{ display: 'flex', alignItems: 'center', gap: 1, py: 0.4 }}>
              <Box sx={{ width: 10, height: 10, borderRadius: 0.3, bgcolor: palette.tone[tone] }} />
              <Typography sx={{ flex: 1 }}>{label}</Typography>
              <Typography sx={{ fontWeight: 700, fontVariantNumeric: 'tabular-nums' }}>{value}</Typography>
            </Box>
          ))}
        </Box>
      </Box>
    </Panel>
  );
}
