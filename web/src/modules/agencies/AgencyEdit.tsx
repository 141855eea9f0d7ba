import { EntityEdit } from '../../crud/EntityForm';
import { agency } from './entity';

export default function AgencyEdit() {
  return <EntityEdit entity={agency} />;
}
