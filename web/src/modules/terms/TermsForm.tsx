import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import type { CurrentTerms } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { LANGUAGES } from '../zones/entity';

export const TERMS = { key: 'terms', path: '/api/conditions/' } as const;

/** The terms of a place in each language; saving makes a new version of them. */
export function TermsForm({ terms, writable }: { terms: CurrentTerms; writable: boolean }) {
  const t = useT();
  const notify = useNotify();
  const formats = useFormats();
  const client = useQueryClient();
  const { agency_id, current } = terms;
  const [texts, setTexts] = useState<Record<string, string>>(current?.texts ?? {});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const inherited = agency_id !== null && current !== null && current.agency_id === null;
  const stands = current !== null && Object.keys(current.texts).length > 0;
  const save = async () => {
    setErrors({});
    try {
      const written = await http.put<CurrentTerms>(TERMS.path, { agency_id, texts });
      notify(t('terms.saved', { version: written.current?.version }), { type: 'success' });
      void client.invalidateQueries({ queryKey: [TERMS.key] });
    } catch (error) {
      if (error instanceof ProblemError) setErrors(error.fields);
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  return (
    <>
      <Typography data-testid="terms-version" sx={{ fontWeight: 600 }}>
        {stands
          ? t('terms.version', { version: current.version, date: formats.instant(current.created_at) })
          : t('terms.none')}
      </Typography>
      {inherited && <Alert severity="info">{t('terms.inherited')}</Alert>}
      {LANGUAGES.map((language) => (
        <TextField
          key={language}
          multiline
          minRows={language === 'fr' || language === 'en' ? 6 : 2}
          maxRows={20}
          name={`texts.${language}`}
          id={`terms-${language}`}
          label={t('terms.text', { language: t(`language.${language}`) })}
          value={texts[language] ?? ''}
          onChange={(event) => setTexts({ ...texts, [language]: event.target.value })}
          error={Boolean(errors[`texts.${language}`])}
          helperText={errors[`texts.${language}`]}
          sx={{ m: 0 }}
          slotProps={{ htmlInput: { readOnly: !writable, lang: language, maxLength: 8000 } }}
        />
      ))}
      {writable && (
        <Box>
          <Button variant="contained" onClick={() => void save()} data-testid="save-terms">
            {t('terms.save')}
          </Button>
        </Box>
      )}
    </>
  );
}
