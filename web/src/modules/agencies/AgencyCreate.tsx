import { EntityCreate } from '../../crud/EntityForm';
import { agency } from './entity';

export default function AgencyCreate() {
  return <EntityCreate entity={agency} />;
}
