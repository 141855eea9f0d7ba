import { EntityList } from '../../crud/EntityList';
import { sale } from './entities';

export default function SaleList() {
  return <EntityList entity={sale} />;
}
