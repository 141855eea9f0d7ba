import { EntityList } from '../../crud/EntityList';
import { account } from './entity';

export default function UserList() {
  return <EntityList entity={account} />;
}
