import { EntityList } from '../../crud/EntityList';
import { zone } from './entity';

export default function ZoneList() {
  return <EntityList entity={zone} />;
}
