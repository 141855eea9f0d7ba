import { EntityShow } from '../../crud/Facts';
import { log } from './entity';

export default function LogShow() {
  return <EntityShow entity={log} />;
}
