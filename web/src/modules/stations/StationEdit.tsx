import { EntityEdit } from '../../crud/EntityForm';
import { station } from './entity';

export default function StationEdit() {
  return <EntityEdit entity={station} />;
}
