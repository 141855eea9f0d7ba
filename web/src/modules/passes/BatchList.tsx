import { EntityList } from '../../crud/EntityList';
import { batch } from '../cash/entities';
import { PassesTogether } from './PassesTogether';

export default function BatchList() {
  return <EntityList entity={batch} bulk={<PassesTogether />} />;
}
