import { EntityCreate } from '../../crud/EntityForm';
import { tariff } from './entity';

export default function TariffCreate() {
  return <EntityCreate entity={tariff} />;
}
