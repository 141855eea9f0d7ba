import { EntityList } from '../../crud/EntityList';
import { till } from './entities';

export default function TillList() {
  return <EntityList entity={till} />;
}
