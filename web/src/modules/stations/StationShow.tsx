import KeyOutlined from '@mui/icons-material/VpnKeyOutlined';
import LinkOff from '@mui/icons-material/LinkOff';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Confirm, DeleteButton, useNotify, useRecordContext, useRefresh } from 'react-admin';
import type { EnrolmentToken, Station } from '../../api/types';
import { useCan } from '../../base/access';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { EntityShow } from '../../crud/Facts';
import { ConflictAlert } from '../../desk/ConflictAlert';
import { StationMenu } from '../../desk/StationMenu';
import { StartsCard } from '../boot/StartsCard';
import { RecentSessions } from '../sessions/RecentSessions';
import { station } from './entity';
import { MessagesCard } from './MessagesCard';
import { PresenceCard } from './PresenceCard';
import { SettingsCard } from './SettingsCard';
import { UpdatesCard } from './UpdatesCard';

export default function StationShow() {
  return <EntityShow entity={station} tools={<Tools />} aside={<Aside />} below={<Below />} />;
}

function Aside() {
  const can = useCan();
  const record = useRecordContext<Station>();
  if (!record) return null;
  return (
    <>
      <SettingsCard station={record} />
      {can('images:lire') && <StartsCard stationId={record.id} />}
      {can('postes:commander') && record.origin === 'guichet' && <UpdatesCard station={record} />}
      {can('postes:commander') && <MessagesCard stationId={record.id} />}
    </>
  );
}

function Below() {
  const t = useT();
  const record = useRecordContext<Station>();
  if (!record) return null;
  return (
    <>
      {record.identity_conflict_at !== null && <ConflictAlert station={record} />}
      {record.identity_conflict_at === null && record.mac_copied_at !== null && <ConflictAlert station={record} copied />}
      <PresenceCard stationId={record.id} />
      <RecentSessions title={t('resources.stations.page.history')} filter={{ station_id: record.id }} />
    </>
  );
}

function Tools() {
  const can = useCan();
  const record = useRecordContext<Station>();
  if (!record) return null;
  return (
    <>
      {can('postes:approuver') && <TokenButton record={record} />}
      {can('postes:approuver') && record.enrolled_at !== null && <RevokeButton record={record} />}
      {can('postes:supprimer') && record.session_active === null && <DeleteButton mutationMode="pessimistic" />}
      <StationMenu station={record} occupied={record.session_active !== null} />
    </>
  );
}

function TokenButton({ record }: { record: Station }) {
  const t = useT();
  const formats = useFormats();
  const notify = useNotify();
  const [token, setToken] = useState<EnrolmentToken | null>(null);
  const ask = async () => {
    try {
      setToken(await http.post<EnrolmentToken>(`/api/postes/${record.id}/enrolment_token/`));
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <>
      <Button size="small" startIcon={<KeyOutlined />} onClick={() => void ask()} data-testid="enrolment-token">
        {t('resources.stations.page.enrol')}
      </Button>
      <Dialog open={token !== null} aria-labelledby="token-title" fullWidth maxWidth="sm">
        <DialogTitle id="token-title">{t('resources.stations.page.enrol_title', { name: record.name })}</DialogTitle>
        <DialogContent>
          <Alert severity="warning">{t('resources.stations.page.enrol_text')}</Alert>
          <Typography
            data-testid="issued-token"
            sx={{
              my: 2,
              fontFamily: 'monospace',
              fontSize: '1.25rem',
              fontWeight: 700,
              overflowWrap: 'anywhere',
              userSelect: 'all',
            }}
          >
            {token?.token}
          </Typography>
          {token && (
            <Typography color="textSecondary">
              {t('resources.stations.page.enrol_until', { time: formats.instant(token.expires_at) })}
            </Typography>
          )}
        </DialogContent>
        <DialogActions>
          <Button variant="contained" onClick={() => setToken(null)}>
            {t('app.close')}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}

function RevokeButton({ record }: { record: Station }) {
  const t = useT();
  const notify = useNotify();
  const refresh = useRefresh();
  const [asking, setAsking] = useState(false);
  const revoke = async () => {
    setAsking(false);
    try {
      await http.post<Station>(`/api/postes/${record.id}/revoke_credential/`);
      notify(t('resources.stations.page.revoked'), { type: 'success' });
      refresh();
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <>
      <Button size="small" color="error" startIcon={<LinkOff />} onClick={() => setAsking(true)}>
        {t('resources.stations.page.revoke')}
      </Button>
      <Confirm
        isOpen={asking}
        title={t('resources.stations.page.revoke')}
        content={t('resources.stations.page.revoke_text')}
        confirmColor="warning"
        onConfirm={() => void revoke()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
