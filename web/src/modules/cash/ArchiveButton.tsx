import Download from '@mui/icons-material/FileDownloadOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogContentText from '@mui/material/DialogContentText';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { useGetList } from 'react-admin';
import type { Agency } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { saveFile } from '../../base/saveFile';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';

/** Takes an archive of the cash journal: signed, for whoever controls the accounts. */
export function ArchiveButton() {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" startIcon={<Download />} onClick={() => setAsking(true)} data-testid="take-archive">
        {t('cash.archive')}
      </Button>
      {asking && <ArchiveDialog onClose={() => setAsking(false)} />}
    </>
  );
}

const two = (number: number) => String(number).padStart(2, '0');
const dayOf = (date: Date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

function ArchiveDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const can = useCan();
  const today = new Date();
  const [agency, setAgency] = useState(http.user()?.agency_id ?? '');
  const [from, setFrom] = useState(dayOf(new Date(today.getFullYear(), today.getMonth(), 1)));
  const [to, setTo] = useState(dayOf(today));
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { data: agencies = [] } = useGetList<Agency>(
    'agencies',
    { pagination: { page: 1, perPage: 200 }, sort: { field: 'name', order: 'ASC' } },
    { enabled: can('agences:lire') },
  );
  const ready = from !== '' && from <= to;
  const take = async (form: 'json' | 'csv') => {
    const query = new URLSearchParams({ from, to, form, ...(agency && { agency_id: agency }) });
    setBusy(true);
    setRefusal(null);
    try {
      saveFile(await http.blob(`/api/caisse/archive/?${query}`), `caisse-${from}-${to}.${form}`);
      onClose();
    } catch (error) {
      setRefusal(reasonOf(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void take('json');
  };
  const day = (name: string, label: string, value: string, set: (value: string) => void) => (
    <TextField
      type="date"
      name={name}
      label={label}
      value={value}
      onChange={(event) => set(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ m: 0 }}
    />
  );
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="xs" aria-labelledby="archive-title" data-testid="archive-dialog">
      <form onSubmit={submit} noValidate>
        <DialogTitle id="archive-title">{t('cash.archive_title')}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          <DialogContentText>{t('cash.archive_text')}</DialogContentText>
          {refusal && <Alert severity="error">{refusal}</Alert>}
          {agencies.length > 1 && (
            <TextField select label={t('resources.tariffs.fields.agency_id')} value={agency} onChange={(event) => setAgency(event.target.value)} sx={{ m: 0 }}>
              {agencies.map(({ id, name }) => (
                <MenuItem key={id} value={id}>
                  {name}
                </MenuItem>
              ))}
            </TextField>
          )}
          <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1.5 }}>
            {day('from', t('app.from'), from, setFrom)}
            {day('to', t('app.to'), to, setTo)}
          </Box>
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button disabled={busy || !ready} onClick={() => void take('csv')} data-testid="archive-csv">
            {t('cash.archive_csv')}
          </Button>
          <Button type="submit" variant="contained" disabled={busy || !ready} data-testid="archive-json">
            {t('cash.archive_json')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
