import { SelectInput } from 'react-admin';
import { useSite } from '../../base/site';

const CURRENCIES = ['EUR', 'CDF', 'USD'].map((id) => ({ id, name: id }));

/** The agency's own currency, until another is chosen. */
export function CurrencyInput({ source }: { source: string }) {
  const site = useSite();
  if (!site) return null;
  return <SelectInput source={source} choices={CURRENCIES} defaultValue={site.currency} />;
}
