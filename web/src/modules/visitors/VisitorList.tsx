import { EntityList } from '../../crud/EntityList';
import { visitor } from './entity';
import { VisitorsTogether } from './VisitorsTogether';

export default function VisitorList() {
  return <EntityList entity={visitor} bulk={<VisitorsTogether />} />;
}
