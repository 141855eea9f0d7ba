import { EntityList } from '../../crud/EntityList';
import { tariff } from './entity';

export default function TariffList() {
  return <EntityList entity={tariff} />;
}
