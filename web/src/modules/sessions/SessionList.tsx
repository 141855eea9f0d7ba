import { EntityList } from '../../crud/EntityList';
import { session } from './entity';
import { SessionControls } from './SessionControls';

export default function SessionList() {
  return <EntityList entity={session} rowActions={(row) => <SessionControls session={row} />} />;
}
