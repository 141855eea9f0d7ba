import { EntityEdit } from '../../crud/EntityForm';
import { zone } from './entity';

export default function ZoneEdit() {
  return <EntityEdit entity={zone} />;
}
