import Download from '@mui/icons-material/FileDownloadOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import DialogContentText from '@mui/material/DialogContentText';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useGetList } from 'react-admin';
import type { Agency } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { saveFile } from '../../base/saveFile';
import { useT } from '../../base/i18n';
import { useSubmit } from '../../base/useSubmit';
import { Modal } from '../../components/Modal';

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
  const { submit, busy, refusal } = useSubmit();
  const { data: agencies = [] } = useGetList<Agency>(
    'agencies',
    { pagination: { page: 1, perPage: 200 }, sort: { field: 'name', order: 'ASC' } },
    { enabled: can('agences:lire') },
  );
  const ready = from !== '' && from <= to;
  const take = (form: 'json' | 'csv') =>
    submit(async () => {
      const query = new URLSearchParams({ from, to, form, ...(agency && { agency_id: agency }) });
      saveFile(await http.blob(`/api/caisse/archive/?${query}`), `caisse-${from}-${to}.${form}`);
      onClose();
    });
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
    <Modal
      title={t('cash.archive_title')}
      testId="archive-dialog"
      refusal={refusal}
      onSubmit={() => take('json')}
      onClose={onClose}
      actions={
        <>
          <Button disabled={busy || !ready} onClick={() => void take('csv')} data-testid="archive-csv">
            {t('cash.archive_csv')}
          </Button>
          <Button type="submit" variant="contained" disabled={busy || !ready} data-testid="archive-json">
            {t('cash.archive_json')}
          </Button>
        </>
      }
    >
      <DialogContentText>{t('cash.archive_text')}</DialogContentText>
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
    </Modal>
  );
}
