import PrintOutlined from '@mui/icons-material/PrintOutlined';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Title } from 'react-admin';
import { Link } from 'react-router-dom';
import type { BatchCreated, CurrentTerms } from '../../api/types';
import { useCan } from '../../base/access';
import { http } from '../../base/http';
import { useT } from '../../base/i18n';
import { ProblemError, reasonOf } from '../../base/problem';
import { useIntention } from '../../base/useIntention';
import { printPaper } from '../../components/paper';
import { board } from '../../desk/board';
import { DurationField, minutesOf } from '../../desk/SessionFields';
import { FOR_NOTHING, isOpen, OfferField, wishOf } from '../cash/OfferField';
import { useRepriced } from '../cash/useRepriced';
import { PassSheet } from './PassSheet';

const wholeIn = (text: string, most: number) => {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : null;
};

export default function BatchCreate() {
  const t = useT();
  const [made, setMade] = useState<BatchCreated | null>(null);
  return (
    <Card sx={{ p: 2.5, maxWidth: 620, mt: 2 }}>
      <Title title={t('passes.create')} />
      {made ? <Made batch={made} /> : <BatchForm onMade={setMade} />}
    </Card>
  );
}

function BatchForm({ onMade }: { onMade: (batch: BatchCreated) => void }) {
  const t = useT();
  const client = useQueryClient();
  const once = useIntention();
  const repriced = useRepriced();
  const [label, setLabel] = useState('');
  const [count, setCount] = useState('20');
  const [days, setDays] = useState('30');
  const [minutes, setMinutes] = useState('60');
  const [offer, setOffer] = useState(FOR_NOTHING);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found: Record<string, string> = {};
    if (!label.trim()) found.label = t('desk.session.required');
    if (wholeIn(count, 200) === null) found.count = t('passes.count_bad');
    if (wholeIn(days, 366) === null) found.valid_days = t('passes.days_bad');
    if (isOpen(offer)) found.tariff_id = t('selling.pick');
    if (offer.kind === 'minutes' && minutesOf(minutes) === null) found.minutes = t('desk.session.minutes_bad');
    setErrors(found);
    setRefusal(null);
    if (Object.keys(found).length > 0) return;
    const wanted = {
      label,
      count: wholeIn(count, 200),
      valid_days: wholeIn(days, 366),
      ...wishOf(offer, minutesOf(minutes) ?? 0, wholeIn(count, 200) ?? 1),
    };
    setBusy(true);
    try {
      onMade(await once(wanted, (idempotencyKey) => http.post<BatchCreated>('/api/sessions/lots/', wanted, { idempotencyKey })));
      void client.invalidateQueries({ queryKey: ['batches'] });
      void client.invalidateQueries({ queryKey: ['cash'] });
    } catch (error) {
      if (error instanceof ProblemError) setErrors(error.fields);
      const now = repriced(error, offer.price, wholeIn(count, 200) ?? 1);
      if (now) setOffer({ ...offer, price: now.price });
      setRefusal(now?.text ?? reasonOf(error));
    } finally {
      setBusy(false);
    }
  };
  const field = (name: string, value: string, set: (value: string) => void, label: string) => (
    <TextField
      name={name}
      label={label}
      value={value}
      onChange={(event) => set(event.target.value)}
      error={Boolean(errors[name])}
      helperText={errors[name]}
      slotProps={{ htmlInput: { maxLength: 60 } }}
      sx={{ m: 0 }}
    />
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate data-testid="batch-form">
      <Box sx={{ display: 'grid', gap: 2 }}>
        <Alert severity="info">{t('passes.explain')}</Alert>
        {refusal && <Alert severity="error">{refusal}</Alert>}
        {field('label', label, setLabel, t('resources.batches.fields.label'))}
        {field('count', count, setCount, t('resources.batches.fields.count'))}
        <OfferField
          value={offer}
          onChange={setOffer}
          stationId={null}
          visitor={null}
          error={errors.tariff_id ?? errors.payment}
          referenceError={errors['payment.reference']}
        >
          <DurationField value={minutes} onChange={setMinutes} error={errors.minutes} />
        </OfferField>
        {field('valid_days', days, setDays, t('resources.batches.fields.valid_days'))}
        <Button type="submit" variant="contained" disabled={busy} data-testid="make-passes">
          {t('passes.make')}
        </Button>
      </Box>
    </form>
  );
}

function Made({ batch }: { batch: BatchCreated }) {
  const t = useT();
  const can = useCan();
  const { data: terms = null } = useQuery({
    queryKey: ['terms', 'extract', batch.agency_id],
    enabled: can('conditions:lire'),
    queryFn: ({ signal }) => http.get<CurrentTerms>('/api/conditions/', { agency_id: batch.agency_id }, signal),
    select: ({ current }) => (current?.texts as Record<string, string> | undefined)?.fr ?? null,
  });
  const print = () =>
    printPaper({
      size: 'sheet',
      content: <PassSheet batch={batch} site={board.state().site ?? t('app.name')} terms={terms} />,
    });
  return (
    <Box sx={{ display: 'grid', gap: 2 }} data-testid="batch-made">
      <Typography variant="h6" component="h2">
        {t('passes.ready', { smart_count: batch.passes.length })}
      </Typography>
      <Alert severity="warning">{t('passes.explain')}</Alert>
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button variant="contained" startIcon={<PrintOutlined />} onClick={print} data-testid="print-passes">
          {t('passes.sheet')}
        </Button>
        <Button component={Link} to={`/batches/${batch.id}/show`} data-testid="leave-passes">
          {t('passes.leave')}
        </Button>
      </Box>
      <Box
        component="ol"
        sx={{
          m: 0,
          pl: 5,
          display: 'grid',
          gridTemplateColumns: { xs: '1fr', sm: 'repeat(3, 1fr)' },
          columnGap: 5,
          maxHeight: 320,
          overflow: 'auto',
        }}
        tabIndex={0}
        aria-label={t('passes.ready', { smart_count: batch.passes.length })}
      >
        {batch.passes.map(({ session_id, code }) => (
          <li key={session_id}>
            <code>{code}</code>
          </li>
        ))}
      </Box>
    </Box>
  );
}
