import Box from '@mui/material/Box';
import { ReferenceField, TextField } from 'react-admin';
import { type PriceRule, type Tariff, WEEKDAYS } from '../../api/types';
import { useFormats } from '../../base/format';
import { useT } from '../../base/i18n';

/** The rules in words, one a line, in the order they are asked. */
export function RulesList({ tariff }: { tariff: Tariff }) {
  const t = useT();
  if (tariff.rules.length === 0) return t('price_rules.none');
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
      {tariff.rules.map((rule, index) => (
        <li key={index}>
          <Rule rule={rule} tariff={tariff} />
        </li>
      ))}
    </Box>
  );
}

function Rule({ rule, tariff }: { rule: PriceRule; tariff: Tariff }) {
  const t = useT();
  const formats = useFormats();
  const days = rule.days?.length ? WEEKDAYS.filter((day) => rule.days?.includes(day)).map((day) => t(`weekday.${day}`)) : null;
  const hours = rule.from || rule.to ? `${rule.from ?? '00:00'}–${rule.to ?? '24:00'}` : t('price_rules.all_day');
  const price = rule.price_minor ? formats.money(rule.price_minor, tariff.currency) : t('cash.free');
  return (
    <>
      <strong>{price}</strong> {[rule.name, days?.join(', ') ?? t('price_rules.every_day'), hours].filter(Boolean).join(' · ')}
      {rule.zone_id && (
        <>
          {' · '}
          <ReferenceField source="zone_id" reference="zones" record={{ ...rule, id: tariff.id }} link={false}>
            <TextField source="name" />
          </ReferenceField>
        </>
      )}
    </>
  );
}
