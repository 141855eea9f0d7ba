import { EntityList } from '../../crud/EntityList';
import { visitor } from './entity';

export default function VisitorList() {
  return <EntityList entity={visitor} />;
}
