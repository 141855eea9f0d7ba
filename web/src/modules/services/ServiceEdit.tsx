import { EntityEdit } from '../../crud/EntityForm';
import { service } from './entity';

export default function ServiceEdit() {
  return <EntityEdit entity={service} />;
}
