import { EntityCreate } from '../../crud/EntityForm';
import { service } from './entity';

export default function ServiceCreate() {
  return <EntityCreate entity={service} />;
}
