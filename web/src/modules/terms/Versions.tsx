import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Id, Page, TermsVersion } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { TERMS } from './TermsForm';

/** Old versions can be read: sessions name the one that was accepted. */
export function Versions() {
  const t = useT();
  const formats = useFormats();
  const [shown, setShown] = useState<Id | null>(null);
  const { data } = useQuery({
    queryKey: [TERMS.key, 'versions'],
    queryFn: ({ signal }) => http.get<Page<TermsVersion>>(`${TERMS.path}versions/`, { page_size: 50 }, signal),
  });
  const versions = data?.results ?? [];
  if (versions.length < 2) return null;
  return (
    <Card sx={{ p: 2.5 }}>
      <Typography variant="h6" component="h2" sx={{ mb: 1 }}>
        {t('terms.history')}
      </Typography>
      {versions.map((version) => (
        <Box key={version.id}>
          <Button
            size="small"
            aria-expanded={shown === version.id}
            onClick={() => setShown(shown === version.id ? null : version.id)}
          >
            {t('terms.version', { version: version.version, date: formats.instant(version.created_at) })}
          </Button>
          {shown === version.id && (
            <Typography sx={{ whiteSpace: 'pre-wrap', pl: 1, pb: 1 }}>{version.texts.fr ?? t('terms.removed')}</Typography>
          )}
        </Box>
      ))}
    </Card>
  );
}
