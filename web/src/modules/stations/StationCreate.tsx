import { EntityCreate } from '../../crud/EntityForm';
import { station } from './entity';

export default function StationCreate() {
  return <EntityCreate entity={station} />;
}
