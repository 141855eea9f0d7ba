import { EntityList } from '../../crud/EntityList';
import { batch } from '../cash/entities';

export default function BatchList() {
  return <EntityList entity={batch} />;
}
