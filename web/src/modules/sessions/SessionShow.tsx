import PrintOutlined from '@mui/icons-material/PrintOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useRecordContext } from 'react-admin';
import type { Session } from '../../api/types';
import { useT } from '../../base/i18n';
import { EntityShow } from '../../crud/Facts';
import { Payments } from '../cash/Payments';
import { session } from './entity';
import { Remaining } from './Remaining';
import { SessionControls } from './SessionControls';
import { Timeline } from './Timeline';

export default function SessionShow() {
  return <EntityShow entity={session} tools={<PrintButton />} aside={<Aside />} />;
}

function PrintButton() {
  const t = useT();
  return (
    <Button size="small" startIcon={<PrintOutlined />} onClick={() => window.print()} data-testid="print-session">
      {t('floor.timeline.print')}
    </Button>
  );
}

function Aside() {
  const t = useT();
  const record = useRecordContext<Session>();
  if (!record) return null;
  return (
    <>
      <Card sx={{ p: 2.5 }}>
        <Box sx={{ fontSize: '2.2rem', lineHeight: 1.3 }}>
          <Remaining session={record} />
        </Box>
        <LinearProgress
          variant="determinate"
          value={Math.min(100, record.percent)}
          aria-label={t('resources.sessions.fields.percent')}
          sx={{ height: 6, borderRadius: 3, my: 1 }}
        />
        <Typography color="textSecondary" sx={{ mb: 1 }}>
          {t('resources.sessions.fields.percent')} {record.percent} %
        </Typography>
        <SessionControls session={record} />
      </Card>
      <Payments session={record} />
      <Timeline session={record} />
    </>
  );
}
