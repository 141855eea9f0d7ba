import Add from '@mui/icons-material/Add';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirm, Title, useNotify } from 'react-admin';
import type { ApiKey, Page } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { SecretDialog } from '../../components/SecretDialog';
import { ToneChip } from '../../components/ToneChip';
import { KeyDialog } from './KeyDialog';

const PATH = '/api/accounts/api-keys/';
const KEYS = ['api-keys'];

/** Keys for other programs: what each may do, until when, and when it was last used. */
export default function ApiKeysPage() {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: KEYS,
    queryFn: ({ signal }) => http.get<Page<ApiKey>>(PATH, { page_size: 200 }, signal),
  });
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoked, setRevoked] = useState<ApiKey | null>(null);
  const reload = () => void client.invalidateQueries({ queryKey: KEYS });
  const revoke = async ({ id }: ApiKey) => {
    setRevoked(null);
    try {
      await http.delete(`${PATH}${id}/`);
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
    reload();
  };
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 1000 }} data-testid="api-keys">
      <Title title={t('menu.api_keys')} />
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography color="textSecondary" sx={{ flex: '1 1 300px' }}>
          {t('keys_api.explain')}
        </Typography>
        <Button variant="contained" startIcon={<Add />} onClick={() => setMaking(true)} data-testid="new-key">
          {t('keys_api.create')}
        </Button>
      </Box>
      {data?.results.length === 0 && <Typography>{t('keys_api.none')}</Typography>}
      {data?.results.map((key) => (
        <KeyCard key={key.id} apiKey={key} onRevoke={() => setRevoked(key)} />
      ))}
      {making && (
        <KeyDialog
          path={PATH}
          onClose={() => setMaking(false)}
          onMade={({ key }) => {
            setMaking(false);
            setSecret(key);
            reload();
          }}
        />
      )}
      {secret && (
        <SecretDialog
          title={t('keys_api.made')}
          text={t('keys_api.made_text')}
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
      <Confirm
        isOpen={revoked !== null}
        title={t('keys_api.revoke')}
        content={t('keys_api.revoke_text')}
        confirm={t('keys_api.revoke')}
        onConfirm={() => revoked && void revoke(revoked)}
        onClose={() => setRevoked(null)}
      />
    </Box>
  );
}

function KeyCard({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const t = useT();
  const formats = useFormats();
  const expired = apiKey.expires_at <= Date.now();
  const good = !expired && apiKey.revoked_at === null;
  return (
    <Card sx={{ p: 2.5 }} data-testid="api-key">
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        <Typography component="h2" sx={{ fontWeight: 700, flex: 1, minWidth: 0 }}>
          {apiKey.name}
        </Typography>
        <ToneChip tone={good ? 'free' : 'off'}>
          {t(apiKey.revoked_at !== null ? 'keys_api.revoked' : expired ? 'keys_api.expired' : 'keys_api.good')}
        </ToneChip>
        {good && (
          <Button size="small" color="error" onClick={onRevoke}>
            {t('keys_api.revoke')}
          </Button>
        )}
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
        <code>{apiKey.prefix}…</code> · {t('keys_api.owner', { name: apiKey.owner })} ·{' '}
        {t('keys_api.expires', { time: formats.instant(apiKey.expires_at) })} ·{' '}
        {t('keys_api.limit', { count: formats.number(apiKey.rate_per_hour) })} ·{' '}
        {apiKey.last_used_at === null
          ? t('keys_api.never')
          : t('keys_api.used', { time: formats.ago(apiKey.last_used_at, Date.now()) })}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, mt: 1 }}>
        {apiKey.scopes.map((scope) => (
          <Chip key={scope} size="small" label={scope} />
        ))}
      </Box>
    </Card>
  );
}
