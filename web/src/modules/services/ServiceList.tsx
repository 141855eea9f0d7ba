import { EntityList } from '../../crud/EntityList';
import { service } from './entity';

export default function ServiceList() {
  return <EntityList entity={service} />;
}
