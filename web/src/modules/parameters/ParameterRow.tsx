import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import type { Parameter } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { ParameterInput } from './ParameterInput';

interface ParameterRowProps {
  parameter: Parameter;
  agencyId: string | undefined;
  writable: boolean;
}

/** One parameter: its value, who changed it, and the way back to its default. */
export function ParameterRow({ parameter, agencyId, writable }: ParameterRowProps) {
  const t = useT();
  const notify = useNotify();
  const formats = useFormats();
  const client = useQueryClient();
  const [value, setValue] = useState<unknown>(parameter.value);
  const [wrong, setWrong] = useState<string>();
  const [busy, setBusy] = useState(false);
  const isDirty = value !== parameter.value;

  const send = async (call: (path: string) => Promise<unknown>) => {
    setBusy(true);
    setWrong(undefined);
    try {
      await call(`/api/parametres/${parameter.id}/${agencyId ? `?agency_id=${agencyId}` : ''}`);
      notify(t('parameters.saved', { name: parameter.label }), { type: 'success' });
      await Promise.all(['parameters', 'site'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    } catch (error) {
      if (error instanceof ProblemError) setWrong(error.fields.value);
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Box sx={{ display: 'grid', gap: 0.75 }} data-testid={`parameter-${parameter.id}`}>
      <ParameterInput parameter={parameter} agencyId={agencyId} value={value} wrong={wrong} writable={writable} onChange={setValue} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        {parameter.is_changed && parameter.updated_at !== null && (
          <Typography variant="body2" color="textSecondary">
            {t('parameters.changed', { who: parameter.updated_by, when: formats.instant(parameter.updated_at) })}
          </Typography>
        )}
        {writable && isDirty && (
          <Button
            size="small"
            variant="contained"
            disabled={busy}
            onClick={() => void send((path) => http.put(path, { value }))}
          >
            {t('parameters.save')}
          </Button>
        )}
        {writable && isDirty && (
          <Button size="small" onClick={() => setValue(parameter.value)}>
            {t('app.cancel')}
          </Button>
        )}
        {writable && parameter.is_changed && !isDirty && (
          <Button size="small" disabled={busy} onClick={() => void send((path) => http.delete(path))}>
            {t('parameters.reset')}
          </Button>
        )}
      </Box>
    </Box>
  );
}
