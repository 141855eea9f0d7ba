import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Title, useGetList } from 'react-admin';
import type { Agency, CurrentTerms } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { TERMS, TermsForm } from './TermsForm';
import { Versions } from './Versions';

const SITE = 'site';

/** What visitors accept before a session, and what it was before. */
export default function TermsPage() {
  const t = useT();
  const can = useCan();
  const [place, setPlace] = useState(SITE);
  const { data: agencies = [] } = useGetList<Agency>('agencies', { pagination: { page: 1, perPage: 200 } });
  const { data: terms, error } = useQuery({
    queryKey: [TERMS.key, place],
    queryFn: ({ signal }) =>
      http.get<CurrentTerms>(TERMS.path, { agency_id: place === SITE ? undefined : place }, signal),
  });
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 860 }}>
      <Title title={t('terms.title')} />
      <Card sx={{ p: 2.5, display: 'grid', gap: 2 }} data-testid="terms">
        <Typography color="textSecondary">{t('terms.explain')}</Typography>
        {agencies.length > 0 && (
          <TextField
            select
            id="terms-agency"
            label={t('terms.agency')}
            value={place}
            onChange={(event) => setPlace(event.target.value)}
            sx={{ m: 0, maxWidth: 420 }}
          >
            <MenuItem value={SITE}>{t('terms.site')}</MenuItem>
            {agencies.map(({ id, name }) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        )}
        {error && <Alert severity="error">{reasonOf(error)}</Alert>}
        {terms && (
          <TermsForm key={`${place} ${terms.current?.version ?? ''}`} terms={terms} writable={can('conditions:gerer')} />
        )}
      </Card>
      <Versions />
    </Box>
  );
}
