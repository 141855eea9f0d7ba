import { EntityList } from '../../crud/EntityList';
import { agency } from './entity';

export default function AgencyList() {
  return <EntityList entity={agency} />;
}
