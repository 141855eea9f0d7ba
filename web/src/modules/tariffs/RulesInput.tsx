import Add from '@mui/icons-material/Add';
import DeleteOutlined from '@mui/icons-material/DeleteOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useGetList, useInput } from 'react-admin';
import { type PriceRule, WEEKDAYS, type Weekday, type Zone } from '../../api/types';
import { useT } from '../../base/i18n';
import { timeOf } from '../zones/hours';

const NEW: PriceRule = { name: '', zone_id: null, days: [], from: null, to: null, price_minor: 0 };

/** Other prices, each with the days, the hours and the room it holds for. */
export function RulesInput({ source }: { source: string }) {
  const t = useT();
  const { field, fieldState } = useInput<PriceRule[]>({ source, defaultValue: [], parse: (rules) => rules });
  const rules = (Array.isArray(field.value) ? field.value : []) as PriceRule[];
  const set = (index: number, change: Partial<PriceRule>) =>
    field.onChange(rules.map((rule, at) => (at === index ? { ...rule, ...change } : rule)));
  const problem = fieldState.error?.message;
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, mb: 2, width: 1, display: 'grid', gap: 1.5 }}>
      <Typography component="legend" variant="subtitle2" sx={{ mb: 0.5 }}>
        {t('resources.tariffs.fields.rules')}
      </Typography>
      <FormHelperText sx={{ m: 0 }}>{t('price_rules.explain')}</FormHelperText>
      {rules.map((rule, index) => (
        <RuleFields
          // Rules have no name of their own: their place is who they are.
          key={index}
          rule={rule}
          index={index}
          onChange={(change) => set(index, change)}
          onRemove={() => field.onChange(rules.filter((_, at) => at !== index))}
        />
      ))}
      {problem && <FormHelperText error>{problem}</FormHelperText>}
      <Button
        size="small"
        startIcon={<Add />}
        onClick={() => field.onChange([...rules, NEW])}
        sx={{ justifySelf: 'start' }}
        data-testid="add-rule"
      >
        {t('price_rules.add')}
      </Button>
    </Box>
  );
}

/** The end of the hours. A time field knows no 24:00, which a day may end with. */
function EndField({ rule, name, onChange }: { rule: PriceRule; name: string; onChange: (to: string | null) => void }) {
  const t = useT();
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed !== '' && timeOf(typed) === null;
  return (
    <TextField
      size="small"
      name={name}
      label={t('price_rules.to')}
      placeholder="24:00"
      value={typed ?? rule.to ?? ''}
      onChange={(event) => {
        setTyped(event.target.value);
        // What is no time is the server's to refuse: it is not taken for the whole day.
        onChange(event.target.value === '' ? null : (timeOf(event.target.value) ?? event.target.value));
      }}
      onBlur={() => !wrong && setTyped(null)}
      error={wrong}
      helperText={wrong ? t('price_rules.to_bad') : undefined}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { maxLength: 5 } }}
      sx={{ m: 0 }}
    />
  );
}

interface RuleFieldsProps {
  rule: PriceRule;
  index: number;
  onChange: (change: Partial<PriceRule>) => void;
  onRemove: () => void;
}

function RuleFields({ rule, index, onChange, onRemove }: RuleFieldsProps) {
  const t = useT();
  const { data: zones = [] } = useGetList<Zone>('zones', { pagination: { page: 1, perPage: 200 } });
  const text = (name: 'name' | 'from' | 'to', label: string, type = 'text') => (
    <TextField
      size="small"
      type={type}
      name={`rules.${index}.${name}`}
      label={label}
      value={rule[name] ?? ''}
      onChange={(event) => onChange({ [name]: event.target.value || (name === 'name' ? '' : null) })}
      slotProps={{ inputLabel: { shrink: type === 'time' ? true : undefined } }}
      sx={{ m: 0 }}
    />
  );
  return (
    <Box
      sx={{ display: 'grid', gap: 1.25, p: 1.5, border: 1, borderColor: 'divider', borderRadius: 1 }}
      data-testid={`rule-${index}`}
    >
      <Box sx={{ display: 'grid', gap: 1.25, gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr auto' } }}>
        {text('name', t('price_rules.name'))}
        <TextField
          size="small"
          name={`rules.${index}.price_minor`}
          label={t('price_rules.price')}
          value={String(rule.price_minor)}
          onChange={(event) => onChange({ price_minor: Number(event.target.value.replace(/\D/g, '')) })}
          slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 10 } }}
          sx={{ m: 0 }}
        />
        <IconButton onClick={onRemove} aria-label={t('price_rules.remove')} sx={{ justifySelf: 'end' }}>
          <DeleteOutlined />
        </IconButton>
      </Box>
      <ToggleButtonGroup
        size="small"
        value={rule.days ?? []}
        onChange={(_, days: Weekday[]) => onChange({ days: WEEKDAYS.filter((day) => days.includes(day)) })}
        aria-label={t('price_rules.days')}
        sx={{ flexWrap: 'wrap' }}
      >
        {WEEKDAYS.map((day) => (
          <ToggleButton key={day} value={day} sx={{ px: 1, fontSize: '0.8rem' }}>
            {t(`weekday.${day}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box sx={{ display: 'grid', gap: 1.25, gridTemplateColumns: { xs: '1fr 1fr', sm: '1fr 1fr 2fr' } }}>
        {text('from', t('price_rules.from'), 'time')}
        <EndField rule={rule} name={`rules.${index}.to`} onChange={(to) => onChange({ to })} />
        <TextField
          select
          size="small"
          name={`rules.${index}.zone_id`}
          label={t('price_rules.zone')}
          value={rule.zone_id ?? ''}
          onChange={(event) => onChange({ zone_id: event.target.value || null })}
          slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
          sx={{ m: 0, gridColumn: { xs: '1 / -1', sm: 'auto' } }}
        >
          <MenuItem value="">{t('resources.tariffs.page.all_zones')}</MenuItem>
          {zones.map((zone) => (
            <MenuItem key={zone.id} value={zone.id}>
              {zone.name}
            </MenuItem>
          ))}
        </TextField>
      </Box>
    </Box>
  );
}
