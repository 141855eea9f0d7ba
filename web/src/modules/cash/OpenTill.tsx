import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CashDesk, Till } from '../../api/types';
import { useFormats } from '../../base/format';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { minorOf } from '../../base/money';
import { ProblemError, reasonOf } from '../../base/problem';
import { useIntention } from '../../base/useIntention';

export function OpenTill({ desk, onOpened }: { desk: CashDesk; onOpened: () => void }) {
  const t = useT();
  const formats = useFormats();
  const client = useQueryClient();
  const once = useIntention();
  const taken = new Set(desk.open.map(({ register }) => register));
  const [register, setRegister] = useState(desk.registers.find((name) => !taken.has(name)) ?? `${t('cash.register')} 1`);
  const [floats, setFloats] = useState<Record<string, string>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  // The day that the server asks about: sent with the next try, whose button says it.
  const [day, setDay] = useState<string | null>(null);
  const wrong = (currency: string) => Boolean(floats[currency]) && minorOf(floats[currency] ?? '', currency) === null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const amounts = Object.fromEntries(desk.currencies.map((code) => [code, minorOf(floats[code] || '0', code) ?? 0]));
    const wanted = { register, floats: amounts, day };
    setRefusal(null);
    try {
      await once(wanted, (idempotencyKey) => http.post<Till>('/api/caisse/tiroirs/', wanted, { idempotencyKey }));
      onOpened();
      await client.invalidateQueries({ queryKey: ['cash'] });
    } catch (error) {
      if (error instanceof ProblemError && error.today) setDay(error.today);
      setRefusal(reasonOf(error));
    }
  };
  return (
    <Card sx={{ p: 2.5 }}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Box sx={{ display: 'grid', gap: 2, maxWidth: 420 }}>
          <Typography variant="h6" component="h2">
            {t('cash.open')}
          </Typography>
          <Typography color="textSecondary">{t('cash.open_explain')}</Typography>
          {refusal && <Alert severity="error">{refusal}</Alert>}
          <TextField
            required
            name="register"
            label={t('cash.register')}
            value={register}
            onChange={(event) => setRegister(event.target.value)}
            sx={{ m: 0 }}
          />
          {desk.currencies.map((currency) => (
            <TextField
              key={currency}
              name={`float-${currency}`}
              label={t('cash.float', { currency })}
              value={floats[currency] ?? ''}
              onChange={(event) => setFloats({ ...floats, [currency]: event.target.value })}
              error={wrong(currency)}
              helperText={wrong(currency) ? t('cash.amount_bad') : undefined}
              slotProps={{ htmlInput: { inputMode: 'decimal' } }}
              sx={{ m: 0 }}
            />
          ))}
          <Button
            type="submit"
            variant="contained"
            disabled={!register.trim() || desk.currencies.some(wrong)}
            data-testid="open-till-submit"
          >
            {day ? t('cash.open_on', { day: formats.day(day) }) : t('cash.open')}
          </Button>
        </Box>
      </form>
      {desk.open.length > 0 && (
        <Box sx={{ mt: 3 }}>
          <Typography variant="subtitle2" component="h3">
            {t('cash.others')}
          </Typography>
          {desk.open.map((till) => (
            <Typography key={till.id} color="textSecondary">
              {till.register} · {till.operateur_name} · {t('cash.since', { time: formats.time(till.opened_at) })}
            </Typography>
          ))}
        </Box>
      )}
    </Card>
  );
}
