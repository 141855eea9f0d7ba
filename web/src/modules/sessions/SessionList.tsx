import { EntityList } from '../../crud/EntityList';
import { session } from './entity';
import { SessionControls } from './SessionControls';
import { SessionsTogether } from './SessionsTogether';

export default function SessionList() {
  return <EntityList entity={session} bulk={<SessionsTogether />} rowActions={(row) => <SessionControls session={row} />} />;
}
