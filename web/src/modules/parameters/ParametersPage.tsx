import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Title, useGetList, useLocale } from 'react-admin';
import type { Agency, Page, Parameter } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { reasonOf } from '../../base/problem';
import { ParameterRow } from './ParameterRow';

const SITE = 'site';
export const PARAMETERS = { key: 'parameters', path: '/api/parametres/' } as const;

/** The system's parameters, group by group, for the site or for one agency. */
export default function ParametersPage() {
  const t = useT();
  const can = useCan();
  const locale = useLocale();
  const [place, setPlace] = useState(SITE);
  const agencyId = place === SITE ? undefined : place;
  const { data: agencies = [] } = useGetList<Agency>('agencies', { pagination: { page: 1, perPage: 200 } });
  const { data, error } = useQuery({
    queryKey: [PARAMETERS.key, place, locale],
    queryFn: ({ signal }) => http.get<Page<Parameter>>(PARAMETERS.path, { agency_id: agencyId }, signal),
  });
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 860 }} data-testid="parameters">
      <Title title={t('parameters.title')} />
      {agencies.length > 0 && (
        <TextField
          select
          id="parameters-agency"
          label={t('parameters.place')}
          helperText={t(agencyId ? 'parameters.of_agency' : 'parameters.of_site')}
          value={place}
          onChange={(event) => setPlace(event.target.value)}
          sx={{ m: 0, maxWidth: 420 }}
        >
          <MenuItem value={SITE}>{t('parameters.site')}</MenuItem>
          {agencies.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      )}
      {error && <Alert severity="error">{reasonOf(error)}</Alert>}
      {groupsOf(data?.results ?? []).map(([label, parameters]) => (
        <Card key={label} component="section" aria-label={label} sx={{ p: 2.5, display: 'grid', gap: 2.5 }}>
          <Typography variant="h6" component="h2">
            {label}
          </Typography>
          {parameters.map((parameter) => (
            <ParameterRow
              key={`${place} ${parameter.id} ${String(parameter.updated_at)}`}
              parameter={parameter}
              agencyId={agencyId}
              writable={can('parametres:modifier')}
            />
          ))}
        </Card>
      ))}
    </Box>
  );
}

function groupsOf(parameters: readonly Parameter[]): [string, Parameter[]][] {
  const groups = new Map<string, Parameter[]>();
  for (const parameter of parameters) {
    groups.set(parameter.group_label, [...(groups.get(parameter.group_label) ?? []), parameter]);
  }
  return [...groups];
}
