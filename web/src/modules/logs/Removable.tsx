import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import type { RemovableLogs } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';

/** What the clean-up would take away, before it is started. */
export function Removable() {
  const t = useT();
  const formats = useFormats();
  const { data } = useQuery({
    queryKey: ['logs', 'removable'],
    queryFn: ({ signal }) => http.get<RemovableLogs>('/api/logs/removable/', undefined, signal),
  });
  if (!data) return <Skeleton />;
  const lines = [
    data.lines === 0
      ? t('logs.nothing_removable')
      : t('logs.removable', { smart_count: data.lines, oldest: formats.instant(data.oldest_at ?? 0) }),
    data.state_changes > 0 && t('logs.removable_states', { smart_count: data.state_changes }),
    data.waiting > 0 && t('logs.waiting', { smart_count: data.waiting }),
    t('logs.kept', { traffic: data.traffic_days, money: data.money_days, other: data.other_days }),
  ];
  return (
    <Typography component="ul" sx={{ pl: 2.5, my: 1 }} data-testid="removable">
      {lines.filter(Boolean).map((line) => (
        <li key={String(line)}>{line}</li>
      ))}
    </Typography>
  );
}
