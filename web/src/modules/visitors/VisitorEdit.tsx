import { EntityEdit } from '../../crud/EntityForm';
import { visitor } from './entity';

export default function VisitorEdit() {
  return <EntityEdit entity={visitor} />;
}
