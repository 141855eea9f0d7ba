import Autocomplete from '@mui/material/Autocomplete';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Id, Page, SessionAllowance, Visitor } from '../api/types';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { useSettled } from '../base/useSettled';

export type Guest = Pick<Visitor, 'id' | 'first_name' | 'last_name' | 'phone'>;

interface VisitorSearchProps {
  value: Guest | null;
  onChange: (visitor: Guest | null) => void;
  onCreate?: (typed: string) => void;
  error?: string;
}

const SHORTEST = 2;

export function VisitorSearch({ value, onChange, onCreate, error }: VisitorSearchProps) {
  const t = useT();
  const [typed, setTyped] = useState('');
  const search = useSettled(typed.trim(), 200);
  const { data, isFetching } = useQuery({
    queryKey: ['visitors', 'search', search],
    enabled: search.length >= SHORTEST,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      http.get<Page<Visitor>>('/api/utilisateurs/', { search, page_size: 8, ordering: 'last_name' }, signal),
  });
  const options: Guest[] = search.length >= SHORTEST ? (data?.results ?? []) : [];
  const enough = typed.trim().length >= SHORTEST;
  return (
    <Box>
      <Autocomplete
        autoHighlight
        options={options}
        value={value}
        loading={isFetching}
        filterOptions={(all) => all}
        getOptionKey={(option) => option.id}
        getOptionLabel={nameOf}
        isOptionEqualToValue={(option, chosen) => option.id === chosen.id}
        onChange={(_, visitor) => onChange(visitor)}
        onInputChange={(_, text, reason) => reason !== 'reset' && setTyped(text)}
        noOptionsText={
          <Box sx={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 1 }}>
            {t(enough ? 'desk.session.nobody' : 'desk.session.find_hint')}
            {enough && onCreate && (
              // The field would lose the focus, and close this list, before the click.
              <Button size="small" onMouseDown={(event) => event.preventDefault()} onClick={() => onCreate(typed)}>
                {t('desk.session.create')}
              </Button>
            )}
          </Box>
        }
        loadingText={t('app.loading')}
        renderOption={({ key, ...props }, option) => (
          <Box component="li" key={key} {...props}>
            <Box>
              <Typography>{nameOf(option)}</Typography>
              <Typography variant="body2" color="textSecondary">
                {option.phone ?? '—'}
              </Typography>
            </Box>
          </Box>
        )}
        renderInput={(params) => (
          <TextField
            {...params}
            autoFocus
            name="visitor"
            label={t('desk.session.find')}
            error={Boolean(error)}
            helperText={error}
            sx={{ m: 0 }}
          />
        )}
      />
      {value && <Allowance visitorId={value.id} />}
    </Box>
  );
}

function nameOf(visitor: Guest): string {
  return `${visitor.first_name} ${visitor.last_name}`;
}

/** Says before the code is asked for that it would be refused. */
function Allowance({ visitorId }: { visitorId: Id }) {
  const t = useT();
  const { data } = useQuery({
    queryKey: ['visitors', 'allowance', visitorId],
    queryFn: ({ signal }) =>
      http.get<SessionAllowance>(`/api/utilisateurs/${visitorId}/can_create_session/`, undefined, signal),
  });
  if (!data) return null;
  if (!data.can_create) return <FormHelperText error>{data.detail}</FormHelperText>;
  return (
    <FormHelperText>
      {t('desk.session.left', { smart_count: data.remaining, remaining: data.remaining, limit: data.limit })}
    </FormHelperText>
  );
}
