import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { LogEntry, Page } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { Action, Kind } from '../logs/entity';

const SHOWN = 10;

/** What somebody did between two days, from the log. */
export function UserActivity({ id }: { id: string }) {
  const t = useT();
  const formats = useFormats();
  const [days, setDays] = useState({ from: '', to: '' });
  const asked = { user: id, page_size: SHOWN, ...(days.from && { from: days.from }), ...(days.to && { to: days.to }) };
  const { data } = useQuery({
    queryKey: ['user-activity', asked],
    queryFn: ({ signal }) => http.get<Page<LogEntry>>('/api/reports/user-activity/', asked, signal),
  });
  const day = (name: 'from' | 'to') => (
    <TextField
      type="date"
      label={t(`users.${name}`)}
      value={days[name]}
      onChange={({ target }) => setDays({ ...days, [name]: target.value })}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
  const filter = JSON.stringify({
    actor_id: id,
    ...(days.from && { at_from: days.from }),
    ...(days.to && { at_to: days.to }),
  });
  return (
    <Card sx={{ p: 2.5 }} data-testid="user-activity">
      <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
        {t('users.activity')}
      </Typography>
      <Box sx={{ display: 'flex', gap: 1.5 }}>
        {day('from')}
        {day('to')}
      </Box>
      {data?.count === 0 && <Typography color="textSecondary">{t('app.nothing_found')}</Typography>}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {data?.results.map((entry) => (
          <Box component="li" key={entry.id} sx={{ py: 0.75, display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
            <Typography variant="body2" color="textSecondary" sx={{ whiteSpace: 'nowrap' }}>
              {formats.precise(entry.at)}
            </Typography>
            <Action entry={entry} />
            <Typography variant="body2">
              <Kind kind={entry.entity_kind} />
            </Typography>
          </Box>
        ))}
      </Box>
      {data && data.count > 0 && (
        <Button size="small" component={Link} to={`/logs?filter=${encodeURIComponent(filter)}`}>
          {t('users.all_activity', { smart_count: data.count })}
        </Button>
      )}
    </Card>
  );
}
