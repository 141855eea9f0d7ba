import DevicesOutlined from '@mui/icons-material/DevicesOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import type { LoginSession, Page } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { type Key, useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { deviceOf } from './device';

/** Where somebody is signed in: which device, from where, since when; each can be ended. */
export function LoginSessions({ path, endAll }: { path: string; endAll: Key }) {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const queryKey = ['logins', path];
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => http.get<Page<LoginSession>>(path, undefined, signal),
  });
  const end = async (where: string) => {
    try {
      await http.delete(where);
      notify('logins.ended', { type: 'success' });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
    void client.invalidateQueries({ queryKey });
  };
  if (!data) return null;
  const others = data.results.filter(({ current }) => !current);
  return (
    <>
      {data.results.length === 0 && <Typography color="textSecondary">{t('logins.none')}</Typography>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }} data-testid="logins">
        {data.results.map((login) => (
          <Login key={login.id} login={login} onEnd={() => void end(`${path}${login.id}/`)} />
        ))}
      </Box>
      {others.length > 1 && (
        <Button size="small" color="error" onClick={() => void end(path)} sx={{ mt: 1 }}>
          {t(endAll)}
        </Button>
      )}
    </>
  );
}

function Login({ login, onEnd }: { login: LoginSession; onEnd: () => void }) {
  const t = useT();
  const formats = useFormats();
  const device = deviceOf(login.user_agent);
  const name = device ? t('logins.on', device) : t('logins.unknown');
  return (
    <Box
      component="li"
      sx={{ display: 'flex', gap: 1.5, alignItems: 'center', py: 1.25, borderTop: 1, borderColor: 'divider' }}
      data-testid={login.current ? 'login-current' : 'login-other'}
    >
      <DevicesOutlined color="action" />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Typography sx={{ fontWeight: 650 }}>
          {name} {login.current && <Chip size="small" color="primary" label={t('logins.current')} sx={{ ml: 0.5 }} />}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {login.ip} · {t('logins.since', { time: formats.instant(login.created_at) })} ·{' '}
          {t('logins.used', { time: formats.ago(login.rotated_at, Date.now()) })}
        </Typography>
      </Box>
      {!login.current && (
        <Button size="small" color="error" onClick={onEnd} aria-label={`${t('logins.end')} · ${name}`}>
          {t('logins.end')}
        </Button>
      )}
    </Box>
  );
}
