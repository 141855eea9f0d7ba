import { EntityList } from '../../crud/EntityList';
import { start } from './entity';

export default function StartList() {
  return <EntityList entity={start} />;
}
