import { DeleteButton, useCanAccess } from 'react-admin';
import { EntityShow } from '../../crud/Facts';
import { service } from './entity';

export default function ServiceShow() {
  return <EntityShow entity={service} tools={<Tools />} />;
}

function Tools() {
  const { canAccess } = useCanAccess({ resource: 'services', action: 'delete' });
  return canAccess ? <DeleteButton mutationMode="pessimistic" /> : null;
}
