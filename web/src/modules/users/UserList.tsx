import { EntityList } from '../../crud/EntityList';
import { account } from './entity';
import { UsersTogether } from './UsersTogether';

export default function UserList() {
  return <EntityList entity={account} bulk={<UsersTogether />} />;
}
