import { EntityEdit } from '../../crud/EntityForm';
import { tariff } from './entity';

export default function TariffEdit() {
  return <EntityEdit entity={tariff} />;
}
