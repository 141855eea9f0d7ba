import { EntityCreate } from '../../crud/EntityForm';
import { zone } from './entity';

export default function ZoneCreate() {
  return <EntityCreate entity={zone} />;
}
