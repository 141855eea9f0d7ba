import Add from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useRecordContext } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Visitor } from '../../api/types';
import { useCan } from '../../base/access';
import { duration, useFormats } from '../../base/format';
import { useT } from '../../base/i18n';
import { EntityShow } from '../../crud/Facts';
import { PacksCard } from '../cash/PacksCard';
import { RecentSessions } from '../sessions/RecentSessions';
import { BanButtons, BanChip, isBanned } from './BanButtons';
import { ConsentChip } from './ConsentChip';
import { visitor } from './entity';
import { EraseButton, ExportPersonButton, RevokeConsentButton } from './PersonButtons';
import { PhotoCard } from './PhotoCard';

export default function VisitorShow() {
  return <EntityShow entity={visitor} tools={<Tools />} aside={<Aside />} below={<Recent />} />;
}

function Tools() {
  const can = useCan();
  const t = useT();
  const record = useRecordContext<Visitor>();
  if (!record) return null;
  return (
    <>
      {can('sessions:creer') && record.consent && !isBanned(record) && (
        <Button size="small" startIcon={<Add />} component={Link} to={`/?new=1&visitor=${record.id}`}>
          {t('resources.visitors.page.new_session')}
        </Button>
      )}
      {can('visiteurs:exporter') && <ExportPersonButton visitor={record} />}
      {can('visiteurs:modifier') && record.consent && <RevokeConsentButton visitor={record} />}
      {can('visiteurs:bannir') && <BanButtons visitor={record} />}
      {can('visiteurs:supprimer') && <EraseButton visitor={record} />}
    </>
  );
}

function Aside() {
  const can = useCan();
  const record = useRecordContext<Visitor>();
  if (!record) return null;
  const mayUse = can('sessions:creer') && record.consent && !isBanned(record);
  return (
    <>
      <Person />
      <PacksCard visitor={record} mayUse={mayUse} />
    </>
  );
}

function Person() {
  const t = useT();
  const formats = useFormats();
  const record = useRecordContext<Visitor>();
  if (!record) return null;
  const { stats } = record;
  const figures: [string, string][] = stats
    ? [
        [t('resources.visitors.page.sessions'), formats.number(stats.sessions)],
        [t('resources.visitors.page.total_time'), duration(stats.total_s)],
        [
          t('resources.visitors.page.last_session'),
          stats.last_session_at ? formats.instant(stats.last_session_at) : '—',
        ],
      ]
    : [];
  return (
    <Card sx={{ p: 2.5 }}>
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
        <PhotoCard visitor={record} />
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="h5" component="h2" sx={{ overflowWrap: 'anywhere' }}>
            {record.first_name} {record.last_name}
          </Typography>
          <Typography color="textSecondary" data-testid="visitor-age" sx={{ mb: 0.75 }}>
            {record.age !== null && t('resources.visitors.page.age', { smart_count: record.age })}
          </Typography>
          <ConsentChip visitor={record} /> <BanChip visitor={record} />
        </Box>
      </Box>
      <Box
        data-testid="visitor-stats"
        sx={{ display: 'grid', gridTemplateColumns: 'repeat(3, minmax(0, 1fr))', gap: 1, mt: 2 }}
      >
        {figures.map(([label, value]) => (
          <Box key={label}>
            <Typography variant="body2" color="textSecondary">
              {label}
            </Typography>
            <Typography sx={{ fontWeight: 700 }}>{value}</Typography>
          </Box>
        ))}
      </Box>
    </Card>
  );
}

function Recent() {
  const t = useT();
  const record = useRecordContext<Visitor>();
  if (!record) return null;
  return <RecentSessions title={t('resources.visitors.page.recent')} filter={{ visitor_id: record.id }} />;
}
